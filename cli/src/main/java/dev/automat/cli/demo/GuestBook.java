package dev.automat.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Remembers over restarts which patrons the demo made, so that it never touches anybody else's.
 *
 * @param file one id per line
 */
record GuestBook(Path file) {

    List<Long> read() {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .filter(line -> line.matches("\\d{1,18}"))
                            .map(Long::valueOf)
                            .toList()
                    : List.of();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    void write(List<Long> guests) {
        try {
            Files.write(file, guests.stream().map(id -> Long.toString(id)).toList());
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
