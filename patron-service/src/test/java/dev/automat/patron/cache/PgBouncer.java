package dev.automat.patron.cache;

import dev.automat.test.Eventually;
import dev.automat.test.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A pooler that shares connections between transactions. */
final class PgBouncer implements AutoCloseable {

    private final Process process;
    private final int port;

    private PgBouncer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static PgBouncer before(OwnPostgres server) throws IOException {
        int port = freePort();
        var directory = Files.createTempDirectory("pgbouncer");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        var configuration =
                Files.writeString(
                        directory.resolve("pgbouncer.ini"),
                        """
                        [databases]
                        patrons = host=127.0.0.1 port=%d dbname=patrons user=automat password=automat
                        [pgbouncer]
                        listen_addr = 127.0.0.1
                        listen_port = %d
                        unix_socket_dir =
                        auth_type = any
                        pool_mode = transaction
                        ignore_startup_parameters = extra_float_digits,statement_timeout,lock_timeout
                        """
                                .formatted(server.port(), port));
        var bouncer = new PgBouncer(launch(configuration), port);
        Eventually.eventually(bouncer::assertAnswers);
        return bouncer;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Process launch(Path configuration) throws IOException {
        var command = new ArrayList<>(List.of(Tools.pgbouncer().toString()));
        // It refuses to run as root.
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(configuration.toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void assertAnswers() {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return;
        } catch (IOException e) {
            throw new AssertionError("PgBouncer does not listen", e);
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
