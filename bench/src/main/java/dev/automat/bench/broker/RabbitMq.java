package dev.automat.bench.broker;

import dev.automat.bench.process.MeasuredProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * RabbitMQ with its STOMP plugin and nothing else, on loopback ports and in a folder of its own, as
 * is the daemon by which Erlang's programs find each other.
 */
record RabbitMq(Process names, Peer peer) implements AutoCloseable {

    private static final String SCRIPT = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    /**
     * Starts it.
     *
     * @throws MissingPeerException when it is not installed or does not listen
     */
    static RabbitMq start() throws IOException {
        if (!Files.exists(Path.of(SCRIPT))) {
            throw new MissingPeerException("no " + SCRIPT);
        }
        var folder = Files.createTempDirectory("bench-rabbitmq");
        int port = MeasuredProcess.freePort();
        int namesPort = MeasuredProcess.freePort();
        var names = new ProcessBuilder("epmd", "-port", "" + namesPort, "-address", "127.0.0.1");
        var daemon = names.redirectErrorStream(true).redirectOutput(discard()).start();
        try {
            var server = server(folder, port, namesPort);
            return new RabbitMq(
                    daemon, Peer.start("rabbitmq", port, StompWire.ofRabbitMq(), server));
        } catch (IOException e) {
            MeasuredProcess.stop(daemon);
            throw e;
        }
    }

    private static ProcessBuilder.Redirect discard() {
        return ProcessBuilder.Redirect.DISCARD;
    }

    private static ProcessBuilder server(Path folder, int port, int namesPort) throws IOException {
        var plugins = folder.resolve("plugins");
        Files.writeString(plugins, "[rabbitmq_stomp].");
        var settings =
                List.of(
                        "listeners.tcp = none",
                        "stomp.listeners.tcp.1 = 127.0.0.1:" + port,
                        "stomp.default_user = guest",
                        "stomp.default_pass = guest");
        Files.write(folder.resolve("rabbitmq.conf"), settings);
        var builder = new ProcessBuilder(SCRIPT);
        var environment = builder.environment();
        environment.put("HOME", folder.toString());
        environment.put("ERL_EPMD_PORT", "" + namesPort);
        // Without a shell between, whose end would not be Erlang's.
        environment.put("RUNNING_UNDER_SYSTEMD", "true");
        environment.put("RABBITMQ_NODENAME", "bench@localhost");
        environment.put("RABBITMQ_DIST_PORT", "" + MeasuredProcess.freePort());
        environment.put(
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                "-kernel inet_dist_use_interface {127,0,0,1}");
        environment.put("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq").toString());
        environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", plugins.toString());
        environment.put("RABBITMQ_MNESIA_BASE", folder.resolve("mnesia").toString());
        environment.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
        return builder;
    }

    @Override
    public void close() {
        peer.close();
        MeasuredProcess.stop(names);
    }
}
