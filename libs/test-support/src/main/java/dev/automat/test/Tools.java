package dev.automat.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs that tests need and that a machine may lack. A test whose tool is missing is skipped,
 * and fails where {@code CI=true}: a gate that skips proves nothing.
 */
public final class Tools {

    private static final List<Path> CHROMIUMS =
            Stream.of(
                            "/usr/bin/chromium",
                            "/usr/bin/chromium-browser",
                            "/usr/bin/google-chrome",
                            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
                    .map(Path::of)
                    .toList();
    private static final Path PGBOUNCER = Path.of("/usr/sbin/pgbouncer");
    private static final List<Path> NATS_SERVERS =
            List.of(
                    Path.of("/usr/sbin/nats-server"),
                    Path.of("/usr/bin/nats-server"),
                    Path.of("/opt/homebrew/bin/nats-server"));
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path PERL = Path.of("/usr/bin/perl");
    private static final Path NODE = Path.of("/usr/bin/node");

    private Tools() {}

    /** A Chromium or Chrome. */
    public static Path chromium() {
        var found = CHROMIUMS.stream().filter(Files::isExecutable).findFirst();
        require(found.isPresent(), "Chromium is not installed (Debian: chromium)");
        return found.orElseThrow();
    }

    /** A pooler for PostgreSQL. */
    public static Path pgbouncer() {
        require(Files.isExecutable(PGBOUNCER), "PgBouncer is not installed (Debian: pgbouncer)");
        return PGBOUNCER;
    }

    /** A server of NATS. */
    public static Path natsServer() {
        var found = NATS_SERVERS.stream().filter(Files::isExecutable).findFirst();
        require(found.isPresent(), "NATS is not installed (Debian: nats-server)");
        return found.orElseThrow();
    }

    /** A Python 3. */
    public static Path python() {
        require(Files.isExecutable(PYTHON), "Python is not installed (Debian: python3)");
        return PYTHON;
    }

    /** A Python 3 that has ZeroMQ's bindings. */
    public static Path pythonWithZmq() {
        var python = python();
        require(
                succeeds(python.toString(), "-c", "import zmq"),
                "pyzmq is not installed (Debian: python3-zmq)");
        return python;
    }

    /** A Python 3 that has a client of STOMP. */
    public static Path pythonWithStomp() {
        var python = python();
        require(
                succeeds(python.toString(), "-c", "import stomp"),
                "stomp.py is not installed (Debian: python3-stomp)");
        return python;
    }

    /** A Perl that has a client of STOMP. */
    public static Path perlWithStomp() {
        require(
                Files.isExecutable(PERL) && succeeds(PERL.toString(), "-MNet::Stomp", "-e", "1"),
                "Net::Stomp is not installed (Debian: libnet-stomp-perl)");
        return PERL;
    }

    /** A Node.js, without any packages. */
    public static Path node() {
        require(Files.isExecutable(NODE), "Node.js is not installed (Debian: nodejs)");
        return NODE;
    }

    private static boolean succeeds(String... command) {
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void require(boolean present, String otherwise) {
        if (!present && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(otherwise);
        }
        Assumptions.assumeTrue(present, otherwise);
    }
}
