package dev.automat.reporter.process;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * Reads what this process uses. A reading takes a few microseconds and makes no garbage. Not safe
 * for several threads.
 */
public final class ProcessMeter {

    private static final long UNKNOWN = -1;

    private final LongSupplier cpuNanos;
    private final LongSupplier wallNanos;
    private final ResidentMemory resident;
    private final LongSupplier heap;
    private final long heapLimit;
    private final long memoryLimit;
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
        this(
                cpuNanos,
                wallNanos,
                resident,
                new HeapAfterCollection()::bytes,
                Runtime.getRuntime().maxMemory(),
                MemoryLimit.bytes());
    }

    private ProcessMeter(
            LongSupplier cpuNanos,
            LongSupplier wallNanos,
            ResidentMemory resident,
            LongSupplier heap,
            long heapLimit,
            long memoryLimit) {
        this.cpuNanos = cpuNanos;
        this.wallNanos = wallNanos;
        this.resident = resident;
        this.heap = heap;
        this.heapLimit = heapLimit;
        this.memoryLimit = memoryLimit;
        lastCpuNanos = cpuNanos.getAsLong();
        lastWallNanos = wallNanos.getAsLong();
    }

    /**
     * Begins to measure another process, of which no heap is known.
     *
     * @throws IllegalArgumentException when it is gone, or the system does not tell of it
     */
    public static ProcessMeter of(ProcessHandle process) {
        var resident = Statm.open(process.pid());
        if (resident == null || process.info().totalCpuDuration().isEmpty()) {
            throw new IllegalArgumentException(
                    "Process %d is not there, or the system does not tell what it uses"
                            .formatted(process.pid()));
        }
        return new ProcessMeter(
                new OtherProcessTime(process),
                System::nanoTime,
                resident,
                () -> UNKNOWN,
                UNKNOWN,
                MemoryLimit.bytes(process.pid()));
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
        heapAfterCollection = heap.getAsLong();
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

    /** The largest heap the JVM may have, in bytes; negative when the process is no JVM we know. */
    public long heapLimit() {
        return heapLimit;
    }

    /**
     * The limit of the control group this process is in (a container's memory), or, without one,
     * the largest heap; in bytes.
     */
    public long memoryLimit() {
        return memoryLimit;
    }
}
