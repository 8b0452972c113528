package dev.automat.metrics.archive;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads one series over time: sealed windows from their files, what is not sealed yet rolled up
 * from the finer tier, the newest seconds from memory.
 */
final class ArchiveReader {

    private final ArchiveFiles files;
    private final String name;
    private final RecentSeconds recent;

    ArchiveReader(ArchiveFiles files, String name, RecentSeconds recent) {
        this.files = files;
        this.name = name;
        this.recent = recent;
    }

    /** Reads consecutive steps; {@code from} is the first second of a step. */
    Map<String, Track> read(Tier tier, long from, int steps) {
        var target = new Target(tier, from, steps, new LinkedHashMap<>());
        read(tier, from, from + (long) steps * tier.stepInSeconds(), target);
        return target.tracks;
    }

    private void read(Tier tier, long from, long end, Target target) {
        for (long window = tier.windowOf(from); window < end; window += tier.windowInSeconds()) {
            long begin = Math.max(window, from);
            long stop = Math.min(window + tier.windowInSeconds(), end);
            var finer = tier.finer();
            if (files.isSealed(tier, window) && !(finer == null && begin >= recent.oldest())) {
                target.add(tier, window, sealed(tier, window));
            } else if (finer == null) {
                addRecent(begin, stop, target);
            } else if (stop > recent.oldest() || files.hasAny(finer, begin, stop)) {
                read(finer, begin, stop, target);
            }
        }
    }

    private Map<String, Track> sealed(Tier tier, long window) {
        try {
            return Segment.read(files.segment(tier, window), tier, name);
        } catch (NoSuchFileException _) {
            return Map.of(); // Deleted between being found and now.
        } catch (IOException e) {
            files.setAside(tier, window, e);
            return Map.of();
        }
    }

    private void addRecent(long begin, long end, Target target) {
        if (end > recent.oldest()) {
            recent.source()
                    .read(begin, (int) (end - begin))
                    .forEach((field, values) ->
                            target.add(Tier.SECOND, begin, field, Track.of(values)));
        }
    }

    /** The steps that are asked for. */
    private record Target(Tier tier, long from, int steps, Map<String, Track> tracks) {

        void add(Tier finer, long window, Map<String, Track> fields) {
            fields.forEach((field, track) -> add(finer, window, field, track));
        }

        void add(Tier finer, long window, String field, Track track) {
            var target = tracks.computeIfAbsent(field, _ -> Track.empty(steps));
            RollUp.add(track, window, finer, target, from, tier);
        }
    }
}
