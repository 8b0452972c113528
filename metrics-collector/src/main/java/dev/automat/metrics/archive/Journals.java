package dev.automat.metrics.archive;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The journals of windows that are not sealed yet. What cannot be written waits in memory as long
 * as there is room; then samples are lost, one by one, and counted. Not safe for several threads.
 */
final class Journals {

    private final ArchiveFiles files;
    private final long maxBytes;
    private final long startedAt;
    private final Troubles troubles;
    private final Map<Long, Journal> open = new HashMap<>();

    /** When journals were begun by this process. */
    private final Map<Long, Long> begun = new HashMap<>();

    /**
     * Windows that no sample could be added to since the last flush; they are left alone so long.
     */
    private final Set<Long> failed = new HashSet<>();

    private boolean isFull;

    /**
     * Creates the journals of a directory.
     *
     * @param maxBytes of all together; samples that come while there are more are lost
     */
    Journals(ArchiveFiles files, long maxBytes, Instant startedAt, Troubles troubles) {
        this.files = files;
        this.maxBytes = maxBytes;
        this.startedAt = startedAt.getEpochSecond();
        this.troubles = troubles;
    }

    void add(String name, long second, Map<String, Double> fields, Instant now) {
        long window = Tier.SECOND.windowOf(second);
        if (isFull || failed.contains(window)) {
            troubles.lost(1);
            return;
        }
        try {
            journal(window, now).add((int) (second - window), name, fields);
        } catch (IOException e) {
            failed.add(window);
            troubles.lost(1);
            troubles.cannotWrite(e);
        }
    }

    private Journal journal(long window, Instant now) throws IOException {
        var journal = open.get(window);
        if (journal == null) {
            journal = Journal.open(files.journal(window));
            open.put(window, journal);
            if (!files.hasJournal(window)) {
                begun.put(window, now.getEpochSecond());
            }
            files.putJournal(window, journal.size());
        }
        return journal;
    }

    /** Writes what waits in memory. */
    void flush() {
        failed.clear();
        open.forEach(this::flush);
        isFull = files.journalSize() > maxBytes;
        if (isFull) {
            troubles.journalsFull(maxBytes);
        }
    }

    private void flush(long window, Journal journal) {
        if (journal.samplesWaiting() == 0) {
            return;
        }
        try {
            journal.flush();
            files.putJournal(window, journal.size());
            troubles.written();
        } catch (IOException e) {
            troubles.cannotWrite(e);
        }
    }

    /** When the first sample of a window came, or this process started if it was there then. */
    long begunAt(long window) {
        return begun.getOrDefault(window, startedAt);
    }

    /** Adds what a journal knows of its window; one that cannot be read is set aside. */
    void read(long window, WindowSeries series) {
        try {
            if (files.hasJournal(window)) {
                long _ = Journal.read(files.journal(window), series);
            }
            var journal = open.get(window);
            if (journal != null) {
                journal.readWaiting(series);
            }
        } catch (IOException | RuntimeException e) {
            setAside(window, e);
        }
    }

    void setAside(long window, Exception cause) {
        var journal = open.remove(window);
        if (journal != null) {
            troubles.lost(journal.samplesWaiting());
            close(journal);
        }
        begun.remove(window);
        files.setJournalAside(window, cause);
    }

    /** Deletes the journal of a window that is sealed. */
    void delete(long window) throws IOException {
        var journal = open.remove(window);
        if (journal != null) {
            close(journal);
        }
        begun.remove(window);
        files.deleteJournal(window);
    }

    private void close(Journal journal) {
        try {
            journal.close();
        } catch (IOException e) {
            troubles.cannotWrite(e);
        }
    }

    void close() {
        flush();
        for (var journal : open.values()) {
            troubles.lost(journal.samplesWaiting());
            close(journal);
        }
        open.clear();
    }
}
