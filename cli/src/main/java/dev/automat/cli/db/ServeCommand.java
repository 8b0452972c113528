package dev.automat.cli.db;

import dev.automat.cli.terminal.CommandFailedException;
import dev.automat.cli.terminal.LauncherOption;
import dev.automat.cli.terminal.ShutdownHooks;
import dev.automat.cli.terminal.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "serve",
        description = {
            "Runs PostgreSQL 18 on 127.0.0.1 until Ctrl-C. Nothing needs to be installed.",
            "Data is kept, written through to disk, and found again by the next start. Role and"
                    + " database 'automat' (password 'automat') are made when missing."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  automat db serve",
            "  automat db serve --port 6000 --data /tmp/trial",
            "  psql postgresql://automat:automat@127.0.0.1:55432/automat"
        })
final class ServeCommand implements Callable<Integer> {

    private static final int LARGEST_PORT = 65_535;

    @Spec private CommandSpec spec;
    @Mixin private LauncherOption launcher;

    @Option(
            names = "--port",
            defaultValue = "55432",
            description = "TCP port; 0 picks a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".automat/postgres",
            description = "Where the data is kept (default: ${DEFAULT-VALUE}).")
    private Path directory;

    @Option(
            names = "--programs",
            paramLabel = "DIR",
            defaultValue = PostgresPrograms.DEFAULT_DIRECTORY,
            description = "Where PostgreSQL is unpacked, once (default: ${DEFAULT-VALUE}).")
    private Path programs;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > LARGEST_PORT) {
            throw new ParameterException(
                    spec.commandLine(), "--port must be 0 to 65535, is " + port);
        }
        var out = spec.commandLine().getOut();
        var err = spec.commandLine().getErr();
        var postgres = new PostgresServer(directory, programs, port, out::println, err::println);
        var hook = Thread.ofPlatform().unstarted(postgres::close);
        Runtime.getRuntime().addShutdownHook(hook);
        try (postgres) {
            postgres.start();
            out.println("PostgreSQL is ready: " + postgres.server().url());
            return awaitEnd(postgres);
        } finally {
            ShutdownHooks.remove(hook);
        }
    }

    private int awaitEnd(PostgresServer postgres) throws InterruptedException {
        var gone = launcher.gone();
        Waiting.on(CompletableFuture.anyOf(gone, postgres.ended()));
        if (!gone.isDone() && !postgres.isClosing()) {
            throw new CommandFailedException("PostgreSQL ended by itself; its words are above");
        }
        return CommandLine.ExitCode.OK;
    }
}
