package dev.automat.cli.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;

/**
 * Writes the news sources of the demo: those the news aggregator comes with, and the two made-up
 * sites.
 *
 * @param newsAggregator its jar, which holds the usual sources
 * @param ports where the made-up sites listen
 */
record DemoSources(Path newsAggregator, Ports ports) {

    private static final String USUAL = "BOOT-INF/classes/sources.yml";
    private static final String MADE_UP = "demo-sources.yml";

    void write(Path file) {
        try {
            Files.writeString(file, usual() + madeUp());
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private String usual() throws IOException {
        try (var jar = new ZipFile(newsAggregator.toFile())) {
            var entry = jar.getEntry(USUAL);
            if (entry == null) {
                throw new IOException("%s is not in %s".formatted(USUAL, newsAggregator));
            }
            return text(jar.getInputStream(entry));
        }
    }

    private String madeUp() throws IOException {
        try (InputStream template = DemoSources.class.getResourceAsStream(MADE_UP)) {
            if (template == null) {
                throw new IOException(MADE_UP + " is not in the jar");
            }
            return text(template)
                    .replace("${first}", Integer.toString(ports.firstNewsSite()))
                    .replace("${second}", Integer.toString(ports.secondNewsSite()));
        }
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
}
