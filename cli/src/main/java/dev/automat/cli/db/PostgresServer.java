package dev.automat.cli.db;

import dev.automat.cli.terminal.CommandFailedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One PostgreSQL server on one directory, run as a child process.
 *
 * <p>A lock on the directory keeps a second one away. A server that survived the {@code kill -9} of
 * an earlier run is stopped before a new one starts: nobody reads its output, and it may listen
 * elsewhere. May be closed from any thread, also while it starts.
 */
final class PostgresServer implements AutoCloseable {

    private static final String READY = "database system is ready to accept connections";
    // Recovery after a crash reads the whole log once more.
    private static final long START_PATIENCE_IN_SECONDS = 120;
    private static final String HOST = "127.0.0.1";
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral(HOST);

    private final Path directory;
    private final Path programs;
    private final Consumer<String> progress;
    private final Consumer<String> log;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private int port;
    private boolean isClosing;
    private @Nullable FileChannel claim;
    private @Nullable Cluster cluster;
    private @Nullable Process process;

    /**
     * Describes a server; nothing runs before {@link #start()}.
     *
     * @param directory where its files are, or will be
     * @param programs where PostgreSQL is unpacked if it is not yet
     * @param port TCP port on 127.0.0.1; 0 picks a free one
     * @param progress told of each step that takes time
     * @param log given each line PostgreSQL writes
     */
    PostgresServer(
            Path directory,
            Path programs,
            int port,
            Consumer<String> progress,
            Consumer<String> log) {
        this.directory = directory;
        this.programs = programs;
        this.port = port;
        this.progress = progress;
        this.log = log;
    }

    /**
     * Starts the server and returns when it accepts connections.
     *
     * @throws CommandFailedException when the directory or the port is taken, or PostgreSQL refuses
     */
    void start() throws IOException, InterruptedException {
        lock.lock();
        try {
            if (isClosing) {
                throw new CommandFailedException("Stopped before PostgreSQL was started");
            }
            claimDirectory();
            cluster = new Cluster(directory, PostgresPrograms.unpacked(programs, progress));
            stopOrphan(cluster);
            port = freePort();
            cluster.createIfMissing(progress);
            progress.accept("Starting PostgreSQL on port " + port);
            process = cluster.start(port);
            follow(process);
        } finally {
            lock.unlock();
        }
        awaitReady();
        createDatabaseIfMissing();
    }

    private void claimDirectory() throws IOException {
        Files.createDirectories(directory);
        claim =
                FileChannel.open(
                        directory.resolve("serve.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            if (claim.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException takenByThisProcess) {
            // Said below, in the same words as for another process.
        }
        throw new CommandFailedException(
                "Another 'automat db serve' uses %s; stop it, or name another --data"
                        .formatted(directory.toAbsolutePath()));
    }

    private void stopOrphan(Cluster orphaned) throws IOException, InterruptedException {
        var orphan = orphaned.orphan();
        if (orphan.isPresent()) {
            progress.accept(
                    "Stopping PostgreSQL (pid %d) that an earlier run left behind"
                            .formatted(orphan.get().pid()));
            orphaned.stop();
        }
    }

    private int freePort() throws IOException {
        try (var probe = new ServerSocket()) {
            // As PostgreSQL itself does it, so that a port just left counts as free.
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(LOOPBACK, port));
            return probe.getLocalPort();
        } catch (BindException taken) {
            throw new CommandFailedException(
                    "Port %d on %s is taken by another program; stop it, or name another --port"
                            .formatted(port, HOST),
                    taken);
        }
    }

    private void follow(Process started) {
        var _ =
                Thread.ofPlatform()
                        .daemon()
                        .name("postgres-log")
                        .start(() -> copyLines(started.inputReader()));
        var _ = started.onExit().thenRun(() -> ended.complete(null));
    }

    /** Blocks on the pipe, on a thread of its own. */
    private void copyLines(BufferedReader lines) {
        try (lines) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                log.accept(line);
                if (line.contains(READY)) {
                    ready.complete(null);
                }
            }
        } catch (IOException ended) {
            // The process is gone, which its exit tells better.
        }
    }

    private void awaitReady() throws InterruptedException {
        try {
            CompletableFuture.anyOf(ready, ended).get(START_PATIENCE_IN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new CommandFailedException(
                    "PostgreSQL is not ready after %d s".formatted(START_PATIENCE_IN_SECONDS),
                    failure);
        }
        if (ended.isDone()) {
            throw new CommandFailedException(
                    "PostgreSQL ended while starting; its words are above");
        }
    }

    private void createDatabaseIfMissing() {
        try (var _ = server().connect()) {
            return;
        } catch (SQLException failure) {
            var databases = new Databases(server().withDatabase("postgres"));
            if (!"3D000".equals(failure.getSQLState())) {
                throw databases.explained(failure, "automat");
            }
            databases.create("automat");
        }
    }

    /** Where it listens; known from {@link #start()} on. */
    Server server() {
        return new Server(HOST, port, "automat", "automat", "automat");
    }

    /** Completes when the process is gone, whoever ended it. */
    CompletableFuture<Void> ended() {
        return ended.copy();
    }

    boolean isClosing() {
        lock.lock();
        try {
            return isClosing;
        } finally {
            lock.unlock();
        }
    }

    /** Stops the server and waits for its end; does nothing the second time. */
    @Override
    public void close() {
        lock.lock();
        try {
            isClosing = true;
            stopProcess();
            if (claim != null) {
                claim.close();
                claim = null;
            }
        } catch (IOException failure) {
            throw new CommandFailedException("PostgreSQL could not be stopped", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void stopProcess() throws IOException, InterruptedException {
        if (process == null || cluster == null) {
            return;
        }
        if (process.isAlive()) {
            progress.accept("Stopping PostgreSQL");
            cluster.stop();
        }
        process.waitFor();
        process = null;
    }
}
