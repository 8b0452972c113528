package dev.automat.metrics.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes journals, seals windows that are over, rolls them up and lets go of what is too old. Not
 * safe for several threads.
 */
final class Keeper {

    /** Until then samples may come late, as after an outage of the collector. */
    private static final long GRACE_SECONDS = 120;

    private final ArchiveFiles files;
    private final ArchiveProperties properties;
    private final long startedAt;
    private final Map<Long, Journal> open = new HashMap<>();

    Keeper(ArchiveFiles files, ArchiveProperties properties, Instant startedAt) {
        this.files = files;
        this.properties = properties;
        this.startedAt = startedAt.getEpochSecond();
    }

    /** Adds a sample to the journal of its window; says no when that is sealed already. */
    boolean add(String name, long second, Map<String, Double> fields) throws IOException {
        long window = Tier.SECOND.windowOf(second);
        if (files.isSealed(Tier.SECOND, window)) {
            return false;
        }
        var journal = open.get(window);
        if (journal == null) {
            journal = Journal.open(files.journal(window));
            open.put(window, journal);
            files.journals().add(window);
        }
        journal.add((int) (second - window), name, fields);
        return true;
    }

    void flush() throws IOException {
        for (var journal : open.values()) {
            journal.flush();
        }
    }

    /** Seals, rolls up and lets go. */
    void tidy(Instant now) throws IOException {
        sealJournals(now.getEpochSecond());
        for (var tier : Tier.values()) {
            rollUp(tier, now.getEpochSecond());
        }
        letGo(now.getEpochSecond());
    }

    private void sealJournals(long now) throws IOException {
        for (long window : files.journals()) {
            long over = Math.max(window + Tier.SECOND.windowInSeconds(), startedAt);
            if (over + GRACE_SECONDS <= now) {
                seal(window);
            }
        }
    }

    private void seal(long window) throws IOException {
        var journal = open.remove(window);
        if (journal != null) {
            journal.close();
        }
        if (!files.isSealed(Tier.SECOND, window)) {
            write(Tier.SECOND, window, Journal.read(files.journal(window)));
        }
        files.deleteJournal(window);
    }

    private void rollUp(Tier tier, long now) throws IOException {
        var finer = tier.finer();
        if (finer == null) {
            return;
        }
        var candidates = new TreeSet<Long>();
        for (long window : files.windows(finer)) {
            candidates.add(tier.windowOf(window));
        }
        for (long window : candidates) {
            if (!files.isSealed(tier, window) && isOver(tier, finer, window, now)) {
                write(tier, window, rolledUp(tier, finer, window));
            }
        }
    }

    /** Whether nothing finer of the window can still be sealed. */
    private boolean isOver(Tier tier, Tier finer, long window, long now) {
        long end = window + tier.windowInSeconds();
        long slack = GRACE_SECONDS + Tier.SECOND.windowInSeconds() + finer.stepInSeconds();
        var journal = files.journals().ceiling(window);
        boolean isWaiting = journal != null && journal < end;
        return Math.max(end, startedAt) + slack <= now && !isWaiting;
    }

    private Map<String, Map<String, Track>> rolledUp(Tier tier, Tier finer, long window)
            throws IOException {
        var all = new TreeMap<String, Map<String, Track>>();
        long end = window + tier.windowInSeconds();
        for (long part = window; part < end; part += finer.windowInSeconds()) {
            if (files.isSealed(finer, part)) {
                merge(tier, window, finer, part, readAll(finer, part), all);
            }
        }
        return all;
    }

    private Map<String, Map<String, Track>> readAll(Tier tier, long window) {
        try {
            return Segment.readAll(files.segment(tier, window), tier);
        } catch (IOException e) {
            files.setAside(tier, window, e);
            return Map.of();
        }
    }

    private static void merge(
            Tier tier,
            long window,
            Tier finer,
            long part,
            Map<String, Map<String, Track>> from,
            Map<String, Map<String, Track>> into) {
        from.forEach((name, fields) -> {
            var tracks = into.computeIfAbsent(name, _ -> new LinkedHashMap<>());
            fields.forEach((field, track) -> {
                var target = tracks.computeIfAbsent(field, _ -> Track.empty(Tier.STEPS));
                RollUp.add(track, part, finer, target, window, tier);
            });
        });
    }

    private void write(Tier tier, long window, Map<String, Map<String, Track>> series)
            throws IOException {
        var file = files.segment(tier, window);
        Segment.write(file, tier, window, series);
        files.add(tier, window, Files.size(file));
    }

    private void letGo(long now) throws IOException {
        for (var tier : Tier.values()) {
            long oldest = now - properties.retention(tier).toSeconds();
            for (long window : files.windows(tier)) {
                if (window + tier.windowInSeconds() < oldest) {
                    files.delete(tier, window);
                }
            }
        }
        for (var tier : Tier.values()) {
            for (long window : files.windows(tier)) {
                if (files.totalSize() <= properties.maxSize().toBytes()) {
                    return;
                }
                files.delete(tier, window);
            }
        }
    }

    void close() throws IOException {
        for (var journal : open.values()) {
            journal.close();
        }
        open.clear();
    }
}
