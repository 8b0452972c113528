package dev.automat.broker.engine.nats;

import dev.automat.broker.BrokerService;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The complete service in a process of its own, so that it can be killed. */
final class BrokerProcess implements AutoCloseable {

    private static final Pattern LISTENS =
            Pattern.compile("The stomp door listens on .*?127\\.0\\.0\\.1:(\\d+)");

    private final Process process;
    private int port;

    /** Starts it and waits until its STOMP door is open. */
    BrokerProcess(String... properties) throws IOException {
        var classes =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classes,
                                BrokerService.class.getName(),
                                "--server.port=0",
                                "--automat.broker.frames.port=0",
                                "--automat.broker.stomp.port=0",
                                "--automat.reporter.enabled=false"));
        for (var property : properties) {
            command.add("--" + property);
        }
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var lines = process.inputReader(StandardCharsets.UTF_8);
        port = portIn(lines);
        // It must never wait for somebody to read its log.
        Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
    }

    private int portIn(BufferedReader lines) throws IOException {
        var output = new StringBuilder();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            output.append(line).append('\n');
            var found = LISTENS.matcher(line);
            if (found.find()) {
                return Integer.parseInt(found.group(1));
            }
        }
        close();
        throw new AssertionError("The broker did not start: " + output);
    }

    InetSocketAddress stomp() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Ends it without a word, as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new AssertionError("The broker was not killed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
