package dev.automat.metrics.archive;

import dev.automat.janus.JanusQueue;
import dev.automat.janus.QueueClosedException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The archive's thread: tells the past, then writes what comes until the queue is closed. */
final class ArchiveWriter implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(ArchiveWriter.class);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);
    private static final Duration TIDY_INTERVAL = Duration.ofSeconds(5);
    private static final Duration PAST = Duration.ofHours(1);
    private static final int BATCH = 4_096;

    private final ArchiveFiles files;
    private final Keeper keeper;
    private final JanusQueue<Entry> entries;
    private final Clock clock;
    private final List<PastListener> pastListeners;
    private boolean isFailing;

    ArchiveWriter(
            ArchiveFiles files,
            Keeper keeper,
            JanusQueue<Entry> entries,
            Clock clock,
            List<PastListener> pastListeners) {
        this.files = files;
        this.keeper = keeper;
        this.entries = entries;
        this.clock = clock;
        this.pastListeners = pastListeners;
    }

    /** One sample to keep. */
    record Entry(String name, long second, Map<String, Double> fields) {}

    @Override
    public void run() {
        attempt(this::tellThePast);
        var nextTidy = clock.instant().plus(TIDY_INTERVAL);
        try {
            while (true) {
                var batch = nextBatch();
                attempt(() -> write(batch));
                var now = clock.instant();
                if (now.isAfter(nextTidy)) {
                    nextTidy = now.plus(TIDY_INTERVAL);
                    attempt(() -> keeper.tidy(now));
                }
            }
        } catch (QueueClosedException _) {
            attempt(keeper::close);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            attempt(keeper::close);
        }
    }

    private List<Entry> nextBatch() throws InterruptedException {
        var batch = new ArrayList<Entry>();
        var first = entries.blocking().poll(LONGEST_WAIT);
        if (first != null) {
            batch.add(first);
            entries.blocking().drainTo(batch, BATCH);
        }
        return batch;
    }

    private void write(List<Entry> batch) {
        var now = clock.instant();
        for (var entry : batch) {
            keeper.add(entry.name, entry.second, entry.fields, now);
        }
        keeper.flush();
    }

    private void tellThePast() {
        if (pastListeners.isEmpty()) {
            return;
        }
        long oldest = clock.instant().minus(PAST).getEpochSecond();
        var windows = new TreeSet<>(files.journals());
        windows.addAll(files.windows(Tier.SECOND));
        for (long window : windows.tailSet(oldest)) {
            keeper.seconds(window).all().forEach((name, tracks) -> tell(name, window, tracks));
        }
    }

    private void tell(String name, long window, Map<String, Track> tracks) {
        for (int i = 0; i < Tier.STEPS; i++) {
            var fields = new LinkedHashMap<String, Double>();
            for (var track : tracks.entrySet()) {
                float value = track.getValue().sum()[i];
                if (!Float.isNaN(value)) {
                    fields.put(track.getKey(), (double) value);
                }
            }
            if (!fields.isEmpty()) {
                long second = window + i;
                pastListeners.forEach(listener -> listener.restore(name, second, fields));
            }
        }
    }

    /** Nothing must end the thread: what comes later may be written again. */
    private void attempt(Runnable work) {
        try {
            work.run();
            isFailing = false;
        } catch (RuntimeException e) {
            if (!isFailing) {
                isFailing = true;
                log.warn("History cannot be written or read", e);
            }
        }
    }
}
