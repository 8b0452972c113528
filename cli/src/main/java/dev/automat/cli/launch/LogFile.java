package dev.automat.cli.launch;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A part's log on disk: the current file and the one before, each bounded.
 *
 * <p>Each run begins a new file, so that the last run's can still be read.
 */
final class LogFile implements AutoCloseable {

    private final Path path;
    private final long limitInBytes;
    private BufferedWriter writer;
    private long size;
    private boolean isBroken;

    LogFile(Path path, long limitInBytes) {
        this.path = path;
        this.limitInBytes = limitInBytes;
        this.writer = begin();
    }

    private BufferedWriter begin() {
        try {
            if (Files.exists(path)) {
                var before = path.resolveSibling(path.getFileName() + ".1");
                Files.move(path, before, StandardCopyOption.REPLACE_EXISTING);
            }
            size = 0;
            return Files.newBufferedWriter(path, StandardCharsets.UTF_8);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** Writes one line, at once: whoever looks at a log wants to see the last one. */
    synchronized void append(String line) {
        if (isBroken) {
            return;
        }
        try {
            if (size > limitInBytes) {
                writer.close();
                writer = begin();
            }
            writer.write(line);
            writer.newLine();
            writer.flush();
            size += line.length() + 1L;
        } catch (IOException | UncheckedIOException diskFull) {
            // A log that cannot be written must not stop its part, which goes on printing.
            isBroken = true;
        }
    }

    @Override
    public synchronized void close() {
        try {
            writer.close();
        } catch (IOException diskFull) {
            isBroken = true;
        }
    }
}
