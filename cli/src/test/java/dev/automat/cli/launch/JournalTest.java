package dev.automat.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir private Path folder;

    @Test
    void putsTheNameBeforeEachLineAndKeepsTheLineAlone() throws IOException {
        try (var journal = journal(false)) {
            journal.line("red", "leaking");
            journal.say("All up");
        }

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("red     | leaking", "automat | All up");
        assertThat(Files.readAllLines(folder.resolve("red.log"))).containsExactly("leaking");
    }

    @Test
    void coloursTheNameOnATerminal() {
        try (var journal = journal(true)) {
            journal.line("red", "leaking");
        }

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .startsWith("\u001b[36mred     │\u001b[0m leaking");
    }

    private Journal journal(boolean isColoured) {
        return new Journal(
                new PrintStream(printed, true, StandardCharsets.UTF_8),
                isColoured,
                List.of("red"),
                part -> new LogFile(folder.resolve(part + ".log"), 1000));
    }
}
