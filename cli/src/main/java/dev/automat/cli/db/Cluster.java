package dev.automat.cli.db;

import dev.automat.cli.terminal.CommandFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * PostgreSQL's files under one directory: how they come to be, and who runs on them.
 *
 * <p>The superuser has no password and so cannot log in; what only it may do is done in single-user
 * mode while the files are made. Role {@code automat} owns its database, may create others, and may
 * replicate.
 */
final class Cluster {

    private static final String MAJOR_VERSION = "18";
    private static final long PATIENCE_IN_SECONDS = 60;
    private static final String STOP_PATIENCE_IN_SECONDS = "8";

    private static final String ACCESS =
            """
            # Passwords only, from this machine only.
            host all         all 127.0.0.1/32 scram-sha-256
            host replication all 127.0.0.1/32 scram-sha-256
            """;

    // One command per line is how single-user mode reads.
    private static final String FIRST_COMMANDS =
            """
            CREATE ROLE automat LOGIN CREATEDB REPLICATION PASSWORD 'automat'
            CREATE DATABASE automat OWNER automat
            """;

    private final Path files;
    private final PostgresPrograms programs;

    Cluster(Path directory, PostgresPrograms programs) {
        this.files = directory.resolve("data").toAbsolutePath();
        this.programs = programs;
    }

    Path files() {
        return files;
    }

    /** Makes the files if there are none; an attempt that was cut off leaves nothing behind. */
    void createIfMissing(Consumer<String> progress) throws IOException, InterruptedException {
        var version = files.resolve("PG_VERSION");
        if (Files.exists(version)) {
            refuseOtherVersions(Files.readString(version).strip());
            return;
        }
        progress.accept("Creating the database files in " + files);
        var fresh = files.resolveSibling("data.new");
        Directories.delete(fresh);
        run(
                "",
                programs.command(
                        "initdb",
                        "--pgdata=" + fresh,
                        "--username=postgres",
                        "--auth=reject",
                        "--encoding=UTF8",
                        "--locale=C.UTF-8"));
        Files.writeString(fresh.resolve("pg_hba.conf"), ACCESS);
        run(FIRST_COMMANDS, programs.command("postgres", "--single", "-D", "" + fresh, "postgres"));
        Files.move(fresh, files, StandardCopyOption.ATOMIC_MOVE);
    }

    private void refuseOtherVersions(String version) {
        if (!version.equals(MAJOR_VERSION)) {
            throw new CommandFailedException(
                    "%s was made by PostgreSQL %s, this is %s; name another --data"
                            .formatted(files, version, MAJOR_VERSION));
        }
    }

    /** The server that runs on these files although nobody watches it, if there is one. */
    Optional<ProcessHandle> orphan() throws IOException {
        var pidFile = files.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(pidFile);
        // The number may have gone to another process since.
        return lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                        .filter(ProcessHandle::isAlive)
                        .filter(Cluster::isPostgres);
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().filter(path -> path.endsWith("/postgres")).isPresent();
    }

    /** Starts the server; its output must be read. */
    Process start(int port) throws IOException {
        var arguments = new ArrayList<String>();
        arguments.add("-D");
        arguments.add(files.toString());
        for (var setting : settings(port)) {
            arguments.add("-c");
            arguments.add(setting);
        }
        return programs.command("postgres", arguments.toArray(String[]::new)).start();
    }

    private static String[] settings(int port) {
        return new String[] {
            "port=" + port,
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "wal_level=logical",
            "shared_buffers=32MB",
            "max_connections=60",
            "max_wal_size=256MB",
            "maintenance_work_mem=16MB",
            "autovacuum_max_workers=2",
            "max_parallel_workers=2",
            "log_checkpoints=off",
            "log_destination=stderr",
            "logging_collector=off",
        };
    }

    /** Stops whatever server runs on these files: transactions roll back, clients are cut off. */
    void stop() throws IOException, InterruptedException {
        try {
            stop("fast");
        } catch (CommandFailedException tooSlow) {
            if (orphan().isPresent()) {
                stop("immediate");
            }
        }
    }

    private void stop(String mode) throws IOException, InterruptedException {
        run(
                "",
                programs.command(
                        "pg_ctl",
                        "stop",
                        "--pgdata=" + files,
                        "--mode=" + mode,
                        "--wait",
                        "--timeout=" + STOP_PATIENCE_IN_SECONDS));
    }

    private static void run(String input, ProcessBuilder command)
            throws IOException, InterruptedException {
        var process = command.start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE_IN_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        boolean hasFailed = !process.waitFor(1, TimeUnit.SECONDS) || process.exitValue() != 0;
        if (hasFailed || output.contains("ERROR:") || output.contains("FATAL:")) {
            throw new CommandFailedException("PostgreSQL says: " + output.strip());
        }
    }
}
