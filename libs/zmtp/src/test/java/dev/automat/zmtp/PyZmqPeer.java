package dev.automat.zmtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A Python process; ends with its standard input, so never outlives this one. */
final class PyZmqPeer implements ForeignPeer {

    private final Process process;
    private final int port;
    private final Queue<String> received = new ConcurrentLinkedQueue<>();

    /** Starts it with what comes after the endpoint on the script's command line. */
    PyZmqPeer(String type, boolean bind, int wanted, String... security) throws Exception {
        var script = Path.of(PyZmqPeer.class.getResource("/zmq_peer.py").toURI());
        var endpoint = "tcp://127.0.0.1:" + (wanted == 0 ? "*" : Integer.toString(wanted));
        var command =
                new ArrayList<>(
                        List.of(
                                Python.EXECUTABLE,
                                script.toString(),
                                type,
                                bind ? "bind" : "connect",
                                endpoint));
        command.addAll(List.of(security));
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
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
