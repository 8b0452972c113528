package dev.automat.metrics.archive;

import dev.automat.metrics.sample.SampleParser;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * All series of one window while it is put together. Of a series the first {@link #MAX_FIELDS}
 * fields are kept, as many as in memory, so that its record always fits into a {@link Segment}.
 */
final class WindowSeries {

    /** The most fields of a series in a window. */
    static final int MAX_FIELDS = SampleParser.MAX_FIELDS;

    private final Map<String, Map<String, Track>> series = new TreeMap<>();
    private final Set<String> overfull = new HashSet<>();

    /** The track of a field, at first without values; null when its series has no room for it. */
    @Nullable Track track(String name, String field) {
        var fields = series.computeIfAbsent(name, _ -> new LinkedHashMap<>());
        var track = fields.get(field);
        if (track != null) {
            return track;
        }
        if (fields.size() == MAX_FIELDS) {
            overfull.add(name);
            return null;
        }
        var added = Track.empty(Tier.STEPS);
        fields.put(field, added);
        return added;
    }

    /** Makes room for fields, so that those that come later cannot take it. */
    void reserve(Map<String, Map<String, Track>> others) {
        others.forEach((name, fields) -> fields.keySet().forEach(field -> track(name, field)));
    }

    /** Takes over the steps of another version of the window that stand for more values. */
    void takeFuller(Map<String, Map<String, Track>> others) {
        combine(others, Track::takeFuller);
    }

    /** Adds a window of a finer tier, which begins at {@code from}, to one that begins there. */
    void rollUp(
            Map<String, Map<String, Track>> others, long from, Tier finer, long window, Tier tier) {
        combine(others, (own, other) -> RollUp.add(other, from, finer, own, window, tier));
    }

    private void combine(
            Map<String, Map<String, Track>> others, BiConsumer<Track, Track> ownWithOther) {
        others.forEach((name, fields) ->
                fields.forEach((field, other) -> {
                    var own = track(name, field);
                    if (own != null) {
                        ownWithOther.accept(own, other);
                    }
                }));
    }

    /** The fields of each series, by name. */
    Map<String, Map<String, Track>> all() {
        return series;
    }

    /** How many series had more fields than are kept. */
    int overfull() {
        return overfull.size();
    }
}
