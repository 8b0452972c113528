package dev.automat.reporter.process;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * Reads what this process uses. A reading takes a few microseconds and makes no garbage. Not safe
 * for several threads.
 */
public final class ProcessMeter {

    private final LongSupplier cpuNanos;
    private final LongSupplier wallNanos;
    private final ResidentMemory resident;
    private final HeapAfterCollection heap;
    private final long memoryLimit = MemoryLimit.bytes();
    private long lastCpuNanos;
    private long lastWallNanos;
    private double cpuPercent;
    private long residentBytes;
    private long heapAfterCollection;

    /** Begins to measure: the first reading's CPU is what is used from now on. */
    public ProcessMeter() {
        this(
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getProcessCpuTime,
                System::nanoTime,
                ResidentMemory.ofThisProcess());
    }

    ProcessMeter(LongSupplier cpuNanos, LongSupplier wallNanos, ResidentMemory resident) {
        this.cpuNanos = cpuNanos;
        this.wallNanos = wallNanos;
        this.resident = resident;
        this.heap = new HeapAfterCollection();
        lastCpuNanos = cpuNanos.getAsLong();
        lastWallNanos = wallNanos.getAsLong();
    }

    /** Takes a reading, which the other methods then tell. */
    public void read() {
        long cpu = cpuNanos.getAsLong();
        long wall = wallNanos.getAsLong();
        if (wall > lastWallNanos) {
            cpuPercent = Math.max(0, 100.0 * (cpu - lastCpuNanos) / (wall - lastWallNanos));
            lastCpuNanos = cpu;
            lastWallNanos = wall;
        }
        residentBytes = resident.bytes();
        heapAfterCollection = heap.bytes();
    }

    /** CPU time since the reading before, in percent of one core: two busy cores are 200. */
    public double cpuPercent() {
        return cpuPercent;
    }

    /** Memory in RAM, in bytes. */
    public long residentBytes() {
        return residentBytes;
    }

    /** The heap that the last collection left in use, in bytes; negative before the first one. */
    public long heapAfterCollection() {
        return heapAfterCollection;
    }

    /** The largest heap the JVM may have, in bytes. */
    public long heapLimit() {
        return Runtime.getRuntime().maxMemory();
    }

    /**
     * The limit of the control group this process is in (a container's memory), or, without one,
     * the largest heap; in bytes.
     */
    public long memoryLimit() {
        return memoryLimit;
    }
}
