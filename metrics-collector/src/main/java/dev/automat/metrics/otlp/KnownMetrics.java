package dev.automat.metrics.otlp;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Metrics that mean the same for every app: by OpenTelemetry's conventions and by Micrometer's, the
 * best first.
 */
final class KnownMetrics {

    /** Time on processors; its rate is exact, however many processors there are. */
    static final List<String> CPU_TIMES =
            List.of("process.cpu.time", "jvm.cpu.time", "dotnet.process.cpu.time");

    /** Parts of all processors, 0 to 1. */
    static final List<String> CPU_SHARES =
            List.of("jvm.cpu.recent_utilization", "process.cpu.utilization", "process.cpu.usage");

    /** How many processors those are parts of. */
    static final List<String> CPU_COUNTS =
            List.of("jvm.cpu.count", "system.cpu.logical.count", "system.cpu.count");

    /** Memory of the process; what stands first is nearest to resident memory. */
    static final List<String> MEMORY =
            List.of(
                    "process.memory.usage",
                    "dotnet.process.memory.working_set",
                    "jvm.memory.used",
                    "go.memory.used");

    /** Pools of the JVM that make up {@link #HEAP_LIMIT} and {@link #HEAP_AFTER_GC}. */
    static final Set<String> HEAP_LIMITS = Set.of("jvm.memory.limit", "jvm.memory.max");

    static final Set<String> HEAPS_AFTER_GC = Set.of("jvm.memory.used_after_last_gc");

    /** Fields that the collector's own reporter sends, too. */
    static final String HEAP_LIMIT = "heap_limit";

    static final String HEAP_AFTER_GC = "heap_after_gc";

    private static final Set<String> NO_CURVES =
            Stream.of(CPU_TIMES, CPU_SHARES, CPU_COUNTS, List.of(HEAP_LIMIT, HEAP_AFTER_GC))
                    .flatMap(List::stream)
                    .collect(Collectors.toUnmodifiableSet());

    private KnownMetrics() {}

    /** Whether a metric is not to be drawn by its own name, since it is another field's source. */
    static boolean isSource(String name) {
        return NO_CURVES.contains(name);
    }
}
