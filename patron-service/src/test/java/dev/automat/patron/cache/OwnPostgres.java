package dev.automat.patron.cache;

import dev.automat.test.TestPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server of a test's own, that it may restart, crash and copy. Commits wait for the log: what was
 * acknowledged outlives a crash of the server.
 */
final class OwnPostgres implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final int port;
    private final Map<String, String> settings;
    private EmbeddedPostgres server;

    private OwnPostgres(Path directory, int port, Map<String, String> settings) throws IOException {
        this.directory = directory;
        this.port = port;
        this.settings = settings;
        this.server = launch();
    }

    /** Starts an empty server with a database {@code patrons} of role {@code automat}. */
    static OwnPostgres start(Map<String, String> settings) {
        try {
            var server =
                    new OwnPostgres(Files.createTempDirectory("patrons"), freePort(), settings);
            server.asSuperuser(
                    "postgres",
                    "CREATE ROLE automat LOGIN REPLICATION PASSWORD 'automat'",
                    "CREATE DATABASE patrons OWNER automat");
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a standby that follows this server. */
    OwnPostgres standby() throws Exception {
        var copy = Files.createTempDirectory("standby");
        var all = new TestPostgres.Database("127.0.0.1", port, "postgres", "postgres", "");
        try (var connection = all.connectAsSuperuser();
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('standby', true)");
            copyTo(copy);
            try (var label =
                    statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                label.next();
                Files.writeString(copy.resolve("backup_label"), label.getString(1));
            }
        }
        Files.writeString(copy.resolve("standby.signal"), "");
        Files.writeString(
                copy.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'\n".formatted(port),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return new OwnPostgres(copy, freePort(), settings);
    }

    private void copyTo(Path copy) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var target = copy.resolve(directory.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!file.getFileName().toString().startsWith("postmaster.")
                        && !file.getFileName().toString().equals("epg-lock")) {
                    copyIfThere(file, target);
                }
            }
        }
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
    }

    private static void copyIfThere(Path file, Path target) throws IOException {
        try {
            Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (NoSuchFileException _) {
            // The server removes files while it runs.
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private EmbeddedPostgres launch() throws IOException {
        var builder =
                EmbeddedPostgres.builder()
                        .setLocaleConfig("locale", "C.UTF-8")
                        .setPort(port)
                        .setDataDirectory(directory)
                        .setCleanDataDirectory(false)
                        .setPGStartupWait(PATIENCE)
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("max_connections", "200");
        settings.forEach(builder::setServerConfig);
        return builder.start();
    }

    Path directory() {
        return directory;
    }

    int port() {
        return port;
    }

    TestPostgres.Database database() {
        return new TestPostgres.Database("127.0.0.1", port, "patrons", "automat", "automat");
    }

    void asSuperuser(String database, String... statements) {
        var where = new TestPostgres.Database("127.0.0.1", port, database, "postgres", "");
        try (var connection = where.connectAsSuperuser();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Failed at " + where, e);
        }
    }

    /** Stops without a word to anybody, as a crash would, and starts again. */
    void crashAndRestart() throws IOException {
        crash();
        // Lets go of the directory; there is nothing left to stop.
        server.close();
        server = launch();
    }

    void crash() throws IOException {
        var pid =
                Long.parseLong(Files.readAllLines(directory.resolve("postmaster.pid")).getFirst());
        var postmaster = ProcessHandle.of(pid).orElseThrow();
        signal("QUIT", pid);
        try {
            postmaster.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("PostgreSQL does not stop", e);
        }
    }

    static void signal(String name, long pid) throws IOException {
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill says " + code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(OwnPostgres::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
