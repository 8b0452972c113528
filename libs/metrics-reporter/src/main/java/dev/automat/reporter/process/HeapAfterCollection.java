package dev.automat.reporter.process;

import com.sun.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The heap that the last collection left in use. Asking what a collection left is costly, so it is
 * done once for each. Not safe for several threads.
 */
final class HeapAfterCollection {

    private final List<GarbageCollectorMXBean> collectors =
            ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class);
    private final Set<String> heapPools =
            ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .map(MemoryPoolMXBean::getName)
                    .collect(Collectors.toUnmodifiableSet());
    private long collections;
    private long bytes = -1;

    /** The number of bytes; negative before the first collection. */
    long bytes() {
        long now = 0;
        for (var collector : collectors) {
            now += Math.max(0, collector.getCollectionCount());
        }
        if (now != collections) {
            collections = now;
            bytes = leftByTheLast();
        }
        return bytes;
    }

    private long leftByTheLast() {
        long newest = -1;
        long left = bytes;
        for (var collector : collectors) {
            var collection = collector.getLastGcInfo();
            if (collection != null && collection.getEndTime() > newest) {
                newest = collection.getEndTime();
                left = 0;
                for (var pool : collection.getMemoryUsageAfterGc().entrySet()) {
                    left += heapPools.contains(pool.getKey()) ? pool.getValue().getUsed() : 0;
                }
            }
        }
        return left;
    }
}
