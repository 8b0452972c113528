package dev.automat.dashboard.live;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How all instances are. Not thread-safe: one chain writes and reads it. */
final class HealthBoard {

    private final Clock clock;
    private final List<Instance> instances;
    private final Map<Instance, InstanceHealth> healths = new LinkedHashMap<>();
    private final Map<Instance, Probe> lastProbes = new LinkedHashMap<>();

    HealthBoard(List<Instance> instances, Clock clock) {
        this.instances = instances;
        this.clock = clock;
    }

    /**
     * Takes an answer in.
     *
     * @return whether it changed what the board shows
     */
    boolean apply(Instance instance, Probe probe) {
        var before = healths.get(instance);
        var previous = lastProbes.put(instance, probe);
        // One late answer is a busy machine; two in a row are an outage.
        if (probe instanceof Probe.Silent && !(previous instanceof Probe.Silent)) {
            return false;
        }
        var now = clock.instant();
        var after =
                before == null
                        ? InstanceHealth.first(instance, probe, now)
                        : before.after(probe, now);
        healths.put(instance, after);
        return !after.equals(before);
    }

    /** All instances asked so far, in the order of the configuration. */
    List<InstanceHealth> healths() {
        return instances.stream().filter(healths::containsKey).map(healths::get).toList();
    }
}
