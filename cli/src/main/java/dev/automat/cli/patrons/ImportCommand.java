package dev.automat.cli.patrons;

import dev.automat.cli.terminal.CommandFailedException;
import dev.automat.cli.terminal.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** The {@code patrons import} command. */
@Command(
        name = "import",
        description =
                "Creates a patron for each line of a file. A line that is wrong is named, and the"
                        + " others are imported; then the exit code is 1.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  echo '{\"name\":\"Carol\",\"fav_dish\":\"SPAM Bruschetta\"}' | automat patrons import"
        })
final class ImportCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";

    @Spec private CommandSpec spec;
    @Mixin private ServiceOption service;

    @Parameters(
            paramLabel = "FILE",
            defaultValue = STANDARD_INPUT,
            description = "File to read; - is standard input (default: ${DEFAULT-VALUE}).")
    private Path file;

    @Override
    public Integer call() throws InterruptedException {
        try (var lines = new Progress(open(), err(), Watcher.isThere(), size())) {
            var outcome = service.service().importLines(lines);
            lines.end();
            return report(outcome);
        } catch (IOException e) {
            throw new CommandFailedException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private InputStream open() throws IOException {
        return isStandardInput() ? System.in : Files.newInputStream(file);
    }

    private long size() throws IOException {
        return isStandardInput() ? 0 : Files.size(file);
    }

    private boolean isStandardInput() {
        return file.toString().equals(STANDARD_INPUT);
    }

    private int report(JsonNode outcome) {
        var failed = outcome.path("failed").asLong();
        outcome.path("errors").forEach(this::reportLine);
        spec.commandLine()
                .getOut()
                .printf(
                        "%,d patrons imported, %,d lines failed%n",
                        outcome.path("imported").asLong(), failed);
        return failed == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void reportLine(JsonNode fault) {
        var messages =
                fault.path("errors")
                        .valueStream()
                        .map(error ->
                                error.path("field").asString("")
                                        + " "
                                        + error.path("message").asString(""))
                        .collect(Collectors.joining(", "));
        err().println(Printable.text("line " + fault.path("line").asLong() + ": " + messages));
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
