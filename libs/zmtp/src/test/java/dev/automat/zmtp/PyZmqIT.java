package dev.automat.zmtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;

class PyZmqIT extends InteropContract {

    @BeforeAll
    static void needsPyZmq() throws Exception {
        Python.needs("zmq");
    }

    @Override
    ForeignPeer start(String type, boolean bind, int port) throws Exception {
        return new PyZmqPeer(type, bind, port);
    }

    /** A Python process; ends with its standard input, so never outlives this one. */
    private static final class PyZmqPeer implements ForeignPeer {

        private final Process process;
        private final int port;
        private final Queue<String> received = new ConcurrentLinkedQueue<>();

        PyZmqPeer(String type, boolean bind, int wanted) throws Exception {
            var script = Path.of(PyZmqIT.class.getResource("/zmq_peer.py").toURI());
            var endpoint = "tcp://127.0.0.1:" + (wanted == 0 ? "*" : Integer.toString(wanted));
            process =
                    new ProcessBuilder(
                                    Python.EXECUTABLE,
                                    script.toString(),
                                    type,
                                    bind ? "bind" : "connect",
                                    endpoint)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            var out = process.inputReader(StandardCharsets.UTF_8);
            var first = out.readLine();
            assertThat(first).startsWith("tcp://");
            port = Integer.parseInt(first.substring(first.lastIndexOf(':') + 1));
            Thread.ofPlatform().name("pyzmq").daemon().start(() -> readAll(out));
        }

        private void readAll(BufferedReader out) {
            try {
                for (var line = out.readLine(); line != null; line = out.readLine()) {
                    received.add(line);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public List<String> received() {
            return List.copyOf(received);
        }

        @Override
        public void close() {
            try {
                process.outputWriter().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        }
    }
}
