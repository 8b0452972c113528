package dev.automat.cli.db;

import dev.automat.cli.terminal.CommandFailedException;
import dev.automat.cli.terminal.ShutdownHooks;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description =
                "Creates a database and a table of users, inserts, reads, updates and deletes a"
                        + " row, and drops the database again. Starts a PostgreSQL of its own for"
                        + " that time when none runs and no --url is given.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  automat db demo"})
final class DemoCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ServerOption server;

    @Option(
            names = "--name",
            defaultValue = "automat_demo",
            description = "Name of the database to create (default: ${DEFAULT-VALUE}).")
    private String name;

    @Option(
            names = "--programs",
            paramLabel = "DIR",
            defaultValue = PostgresPrograms.DEFAULT_DIRECTORY,
            description = "Where PostgreSQL is unpacked if needed (default: ${DEFAULT-VALUE}).")
    private Path programs;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (server.isGiven() || answers(server.server())) {
            runOn(server.server());
        } else {
            out().println("No PostgreSQL answers at " + server.server());
            runOnTemporaryServer();
        }
        return CommandLine.ExitCode.OK;
    }

    private static boolean answers(Server server) {
        try (var _ = server.connect()) {
            return true;
        } catch (SQLException failure) {
            // Any other state is an answer, and worth its own message.
            return !String.valueOf(failure.getSQLState()).startsWith("08");
        }
    }

    private void runOnTemporaryServer() throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("automat-postgres");
        var postgres = new PostgresServer(directory, programs, 0, out()::println, _ -> {});
        var hook = Thread.ofPlatform().unstarted(() -> discard(postgres, directory));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            postgres.start();
            runOn(postgres.server());
        } finally {
            discard(postgres, directory);
            ShutdownHooks.remove(hook);
        }
    }

    private void runOn(Server target) {
        var databases = new Databases(target);
        databases.create(name);
        out().println("Created database " + name);
        try (var connection = target.withDatabase(name).connect()) {
            new UsersDemo(out()).run(connection);
        } catch (SQLException failure) {
            throw databases.explained(failure, name);
        } finally {
            databases.drop(name, true);
            out().println("Dropped database " + name);
        }
    }

    private static void discard(PostgresServer postgres, Path directory) {
        postgres.close();
        try {
            Directories.delete(directory);
        } catch (IOException failure) {
            throw new CommandFailedException("Cannot remove " + directory, failure);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
