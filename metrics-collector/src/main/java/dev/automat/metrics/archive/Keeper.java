package dev.automat.metrics.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeSet;

/**
 * Writes journals, seals windows that are over, rolls them up and lets go of what is too old. Not
 * safe for several threads.
 */
final class Keeper {

    /**
     * How long a window waits for more once it is over or, if later, once it got its first sample.
     */
    private static final long GRACE_SECONDS = 120;

    private static final Map<String, Map<String, Track>> NOTHING = Map.of();

    private final ArchiveFiles files;
    private final ArchiveProperties properties;
    private final long startedAt;
    private final Troubles troubles;
    private final Journals journals;

    Keeper(ArchiveFiles files, ArchiveProperties properties, Instant startedAt, Troubles troubles) {
        this.files = files;
        this.properties = properties;
        this.startedAt = startedAt.getEpochSecond();
        this.troubles = troubles;
        this.journals =
                new Journals(files, properties.maxSize().toBytes() / 2, startedAt, troubles);
    }

    /** Adds a sample to the journal of its window, also when that is sealed already. */
    void add(String name, long second, Map<String, Double> fields, Instant now) {
        journals.add(name, second, fields, now);
    }

    /** Every series of a window of seconds: what is sealed, and what came since then. */
    WindowSeries seconds(long window) {
        var series = new WindowSeries();
        if (files.isSealed(Tier.SECOND, window)) {
            series.takeFuller(readAll(Tier.SECOND, window));
        }
        journals.read(window, series);
        return series;
    }

    /** Writes the samples that wait in memory. */
    void flush() {
        journals.flush();
    }

    /**
     * Seals, rolls up and lets go. What fails for one window is counted, stops no other, and is
     * tried again next time.
     */
    void tidy(Instant now) {
        sealJournals(now.getEpochSecond());
        for (var tier : Tier.values()) {
            rollUp(tier, now.getEpochSecond());
        }
        letGo(now.getEpochSecond());
        troubles.tidied();
    }

    private interface Work {
        void run() throws IOException;
    }

    private void attempt(Path file, Work work) {
        try {
            work.run();
        } catch (IOException | RuntimeException e) {
            troubles.failed(file, e);
        }
    }

    private void sealJournals(long now) {
        for (long window : files.journals()) {
            long over = window + Tier.SECOND.windowInSeconds();
            if (Math.max(over, journals.begunAt(window)) + GRACE_SECONDS <= now) {
                attempt(files.journal(window), () -> sealOrSetAside(window));
            }
        }
    }

    /** A disk that fails may work again; what cannot be sealed for another reason never can. */
    private void sealOrSetAside(long window) throws IOException {
        try {
            seal(window);
        } catch (RuntimeException e) {
            journals.setAside(window, e);
        }
    }

    /** The journal goes last: until then all of it is done again after a crash. */
    private void seal(long window) throws IOException {
        var series = seconds(window);
        if (!files.hasJournal(window)) {
            return; // It could not be read and was set aside.
        }
        write(Tier.SECOND, window, series);
        passOn(window);
        journals.delete(window);
    }

    /** Lets coarser windows that are sealed already know what came late. */
    private void passOn(long second) throws IOException {
        var coarsest = coarsestSealed(second);
        for (var tier = Tier.SECOND.coarser();
                tier != null && tier.compareTo(coarsest) <= 0;
                tier = tier.coarser()) {
            write(tier, tier.windowOf(second), rolledUpAnew(tier, tier.windowOf(second)));
        }
    }

    private Tier coarsestSealed(long second) {
        var coarsest = Tier.SECOND;
        for (var tier : Tier.values()) {
            if (files.isSealed(tier, tier.windowOf(second))) {
                coarsest = tier;
            }
        }
        return coarsest;
    }

    /** Some of what a window was rolled up from may be gone; what it knows better stays. */
    private WindowSeries rolledUpAnew(Tier tier, long window) {
        var known = files.isSealed(tier, window) ? readAll(tier, window) : NOTHING;
        var series = new WindowSeries();
        series.reserve(known);
        rollUp(tier, window, series);
        series.takeFuller(known);
        return series;
    }

    private void rollUp(Tier tier, long now) {
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
                attempt(files.segment(tier, window), () -> rollUpAll(tier, window));
            }
        }
    }

    private void rollUpAll(Tier tier, long window) throws IOException {
        var series = new WindowSeries();
        rollUp(tier, window, series);
        write(tier, window, series);
    }

    /** Whether nothing finer of the window can still be sealed. */
    private boolean isOver(Tier tier, Tier finer, long window, long now) {
        long end = window + tier.windowInSeconds();
        long slack = GRACE_SECONDS + Tier.SECOND.windowInSeconds() + finer.stepInSeconds();
        return Math.max(end, startedAt) + slack <= now && !isWaiting(window, end);
    }

    /** Whether a journal lies between two seconds. */
    private boolean isWaiting(long begin, long end) {
        var journal = files.journals().ceiling(begin);
        return journal != null && journal < end;
    }

    private void rollUp(Tier tier, long window, WindowSeries series) {
        var finer = tier.finer();
        if (finer == null) {
            return;
        }
        long end = window + tier.windowInSeconds();
        for (long part = window; part < end; part += finer.windowInSeconds()) {
            if (files.isSealed(finer, part)) {
                series.rollUp(readAll(finer, part), part, finer, window, tier);
            }
        }
    }

    private Map<String, Map<String, Track>> readAll(Tier tier, long window) {
        try {
            return Segment.readAll(files.segment(tier, window), tier);
        } catch (IOException | RuntimeException e) {
            files.setAside(tier, window, e);
            return NOTHING;
        }
    }

    private void write(Tier tier, long window, WindowSeries series) throws IOException {
        var file = files.segment(tier, window);
        Segment.write(file, tier, window, series.all());
        troubles.overfull(series.overfull());
        files.add(tier, window, Files.size(file));
    }

    private void letGo(long now) {
        for (var tier : Tier.values()) {
            long oldest = now - properties.retention(tier).toSeconds();
            for (long window : files.windows(tier)) {
                if (window + tier.windowInSeconds() < oldest && isPassedOn(tier, window)) {
                    delete(tier, window);
                }
            }
        }
        for (var tier : Tier.values()) {
            for (long window : files.windows(tier)) {
                if (files.totalSize() <= properties.maxSize().toBytes()) {
                    return;
                }
                delete(tier, window);
            }
        }
    }

    private void delete(Tier tier, long window) {
        attempt(files.segment(tier, window), () -> files.delete(tier, window));
    }

    /** After an outage a window may be too old before the coarser one knows of it. */
    private boolean isPassedOn(Tier tier, long window) {
        var coarser = tier.coarser();
        return coarser == null
                || (files.isSealed(coarser, coarser.windowOf(window))
                        && !isWaiting(window, window + tier.windowInSeconds()));
    }

    void close() {
        journals.close();
    }
}
