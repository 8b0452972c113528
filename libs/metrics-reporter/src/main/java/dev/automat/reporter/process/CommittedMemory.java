package dev.automat.reporter.process;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** The JVM's own account, for systems without {@code /proc}. */
final class CommittedMemory implements ResidentMemory {

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();

    @Override
    public long bytes() {
        return memory.getHeapMemoryUsage().getCommitted()
                + memory.getNonHeapMemoryUsage().getCommitted();
    }
}
