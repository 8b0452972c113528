package dev.automat.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    @TempDir private Path folder;

    @Test
    void keepsTheLastRunBesideThisOne() throws IOException {
        var path = folder.resolve("part.log");
        write(path, 1000, "first run");
        write(path, 1000, "second run");

        assertThat(Files.readAllLines(path)).containsExactly("second run");
        assertThat(Files.readAllLines(folder.resolve("part.log.1"))).containsExactly("first run");
    }

    @Test
    void staysWithinItsBounds() throws IOException {
        var path = folder.resolve("part.log");
        write(path, 100, "x".repeat(60), "y".repeat(60), "z".repeat(60), "end");

        assertThat(Files.size(path)).isLessThan(200);
        assertThat(Files.readAllLines(path)).last().isEqualTo("end");
        assertThat(folder.toFile().list()).hasSize(2);
    }

    private static void write(Path path, long limit, String... lines) {
        try (var file = new LogFile(path, limit)) {
            for (var line : lines) {
                file.append(line);
            }
        }
    }
}
