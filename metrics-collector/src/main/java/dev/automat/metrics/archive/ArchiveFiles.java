package dev.automat.metrics.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of one directory. One thread changes them, several may read. */
final class ArchiveFiles {

    private static final Logger log = LoggerFactory.getLogger(ArchiveFiles.class);
    private static final Pattern SEGMENT = Pattern.compile("(\\d+)s-(-?\\d{1,12})\\.seg");
    private static final Pattern JOURNAL = Pattern.compile("journal-(-?\\d{1,12})\\.log");

    private final Path directory;
    private final Map<Tier, NavigableMap<Long, Long>> sizes = new EnumMap<>(Tier.class);
    private final NavigableMap<Long, Long> journals = new ConcurrentSkipListMap<>();
    private final AtomicLong corrupt = new AtomicLong();
    private final DamagedFiles damaged = new DamagedFiles();

    /** Looks through the directory; what is damaged is set aside. */
    ArchiveFiles(Path directory) throws IOException {
        this.directory = directory;
        for (var tier : Tier.values()) {
            sizes.put(tier, new ConcurrentSkipListMap<>());
        }
        try (var files = Files.list(directory)) {
            for (var file : files.toList()) {
                find(file);
            }
        }
    }

    private ArchiveFiles() {
        directory = Path.of("");
    }

    /** No files at all. */
    static ArchiveFiles none() {
        return new ArchiveFiles();
    }

    private void find(Path file) throws IOException {
        var name = file.getFileName().toString();
        var segment = SEGMENT.matcher(name);
        var journal = JOURNAL.matcher(name);
        if (journal.matches()) {
            journals.put(Long.valueOf(journal.group(1)), Files.size(file));
        } else if (segment.matches()) {
            for (var tier : Tier.values()) {
                if (segment.group(1).equals(Integer.toString(tier.stepInSeconds()))) {
                    long window = Long.parseLong(segment.group(2));
                    add(tier, window, Files.size(file));
                    checked(tier, window);
                }
            }
        } else if (DamagedFiles.isOne(file)) {
            damaged.found(file);
        } else if (name.endsWith(".draft")) {
            Files.delete(file); // Its process ended before it was whole; its source is still there.
        }
    }

    private void checked(Tier tier, long window) {
        try {
            Segment.check(segment(tier, window));
        } catch (IOException e) {
            setAside(tier, window, e);
        }
    }

    /** Takes a damaged file out of use and keeps it under another name. */
    void setAside(Tier tier, long window, Exception cause) {
        sizes(tier).remove(window);
        setAside(segment(tier, window), cause);
    }

    /** Does the same with a journal. */
    void setJournalAside(long window, Exception cause) {
        journals.remove(window);
        setAside(journal(window), cause);
    }

    private void setAside(Path file, Exception cause) {
        corrupt.incrementAndGet();
        log.warn("History file {} is damaged and set aside: {}", file, cause.getMessage());
        try {
            damaged.setAside(file);
        } catch (IOException e) {
            log.warn("History file {} cannot be renamed", file, e);
        }
    }

    private NavigableMap<Long, Long> sizes(Tier tier) {
        return sizes.getOrDefault(tier, Collections.emptyNavigableMap());
    }

    void add(Tier tier, long window, long size) {
        sizes(tier).put(window, size);
    }

    Path segment(Tier tier, long window) {
        return directory.resolve(tier.stepInSeconds() + "s-" + window + ".seg");
    }

    Path journal(long window) {
        return directory.resolve("journal-" + window + ".log");
    }

    /** The windows that have a journal, oldest first. */
    NavigableSet<Long> journals() {
        return journals.navigableKeySet();
    }

    boolean hasJournal(long window) {
        return journals.containsKey(window);
    }

    /** Knows a journal, or how many bytes of it there are now. */
    void putJournal(long window, long size) {
        journals.put(window, size);
    }

    boolean isSealed(Tier tier, long window) {
        return sizes(tier).containsKey(window);
    }

    /** Whether a tier, or a finer one, has something between two seconds. */
    boolean hasAny(Tier tier, long from, long end) {
        var next = sizes(tier).ceilingKey(tier.windowOf(from));
        var finer = tier.finer();
        return (next != null && next < end) || (finer != null && hasAny(finer, from, end));
    }

    /** The sealed windows of a tier, oldest first. */
    List<Long> windows(Tier tier) {
        return List.copyOf(sizes(tier).keySet());
    }

    void deleteJournal(long window) throws IOException {
        Files.deleteIfExists(journal(window));
        journals.remove(window);
    }

    void delete(Tier tier, long window) throws IOException {
        Files.deleteIfExists(segment(tier, window));
        sizes(tier).remove(window);
    }

    /** Bytes of all segments and journals. */
    long totalSize() {
        return journalSize() + sizes.values().stream().mapToLong(ArchiveFiles::sum).sum();
    }

    /** Bytes of all journals. */
    long journalSize() {
        return sum(journals);
    }

    private static long sum(Map<Long, Long> sizes) {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The damaged files found. */
    long corrupt() {
        return corrupt.get();
    }

    /** The damaged files that are kept. */
    DamagedFiles damaged() {
        return damaged;
    }
}
