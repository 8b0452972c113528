package dev.automat.metrics.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The damaged files that were set aside, for a person to look at. They are bounded in number and
 * bytes: past either, those set aside first are deleted, however often a disk fails. Safe for
 * several threads.
 */
final class DamagedFiles {

    static final int MAX_FILES = 32;
    static final long MAX_BYTES = 64L * 1_024 * 1_024;

    private static final Logger log = LoggerFactory.getLogger(DamagedFiles.class);
    private static final String SUFFIX = ".corrupt";

    private final List<Damaged> files = new ArrayList<>();
    private long deleted;

    private record Damaged(Path file, long size, long modified) {}

    static boolean isOne(Path file) {
        return file.getFileName().toString().endsWith(SUFFIX);
    }

    /** Takes in one that was set aside before the start. */
    synchronized void found(Path file) throws IOException {
        add(file);
        files.sort(Comparator.comparingLong(Damaged::modified));
        bound();
    }

    /** Renames a damaged file. */
    synchronized void setAside(Path file) throws IOException {
        var aside = file.resolveSibling(file.getFileName() + SUFFIX);
        files.removeIf(damaged -> damaged.file.equals(aside));
        Files.deleteIfExists(aside);
        Files.move(file, aside);
        add(aside);
        bound();
    }

    private void add(Path file) throws IOException {
        files.add(new Damaged(file, Files.size(file), Files.getLastModifiedTime(file).toMillis()));
    }

    private void bound() throws IOException {
        while (files.size() > MAX_FILES || (size() > MAX_BYTES && files.size() > 1)) {
            var oldest = files.removeFirst().file;
            Files.deleteIfExists(oldest);
            deleted++;
            log.warn("Damaged file {} is deleted to make room for newer ones", oldest);
        }
    }

    synchronized int count() {
        return files.size();
    }

    /** Bytes of all of them. */
    synchronized long size() {
        return files.stream().mapToLong(Damaged::size).sum();
    }

    /** Those that made room for others. */
    synchronized long deleted() {
        return deleted;
    }
}
