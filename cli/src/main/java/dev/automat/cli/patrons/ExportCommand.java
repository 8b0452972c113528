package dev.automat.cli.patrons;

import dev.automat.cli.terminal.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The {@code patrons export} command. */
@Command(
        name = "export",
        description =
                "Writes all patrons, a JSON object on a line, in the order of their ids. The file"
                        + " appears when it is complete.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

    private static final String STANDARD_OUTPUT = "-";

    @Spec private CommandSpec spec;
    @Mixin private ServiceOption service;

    @Parameters(
            paramLabel = "FILE",
            defaultValue = STANDARD_OUTPUT,
            description = "File to write; - is standard output (default: ${DEFAULT-VALUE}).")
    private Path file;

    @Override
    public Integer call() throws InterruptedException {
        var err = spec.commandLine().getErr();
        try (var lines = new Progress(service.service().exportLines(), err, Watcher.isThere(), 0)) {
            write(lines);
            lines.end();
            err.printf("%,d patrons exported%n", lines.lines());
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            throw new CommandFailedException("The export is not complete: " + e.getMessage(), e);
        }
    }

    private void write(Progress lines) throws IOException {
        if (file.toString().equals(STANDARD_OUTPUT)) {
            lines.transferTo(System.out);
            System.out.flush();
            return;
        }
        var part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.copy(lines, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
