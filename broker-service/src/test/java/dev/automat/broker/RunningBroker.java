package dev.automat.broker;

import dev.automat.broker.server.BrokerServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The complete service, in this process, on ports of its own. */
public final class RunningBroker implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private RunningBroker(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts the service with properties of the form {@code name=value}. */
    public static RunningBroker start(String... properties) {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "--server.port=0",
                                "--automat.broker.frames.port=0",
                                "--automat.broker.stomp.port=0",
                                "--automat.reporter.enabled=false",
                                "--spring.main.register-shutdown-hook=false",
                                "--logging.level.root=warn",
                                "--logging.level.dev.automat.broker=error"));
        for (var property : properties) {
            arguments.add("--" + property);
        }
        return new RunningBroker(
                SpringApplication.run(BrokerService.class, arguments.toArray(String[]::new)));
    }

    /** Where a door listens. */
    public InetSocketAddress door(String name) {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), bean(BrokerServer.class).port(name));
    }

    /** Where the status is. */
    public String http(String path) {
        int port = context.getEnvironment().getRequiredProperty("local.server.port", int.class);
        return "http://127.0.0.1:" + port + path;
    }

    /** A part of the service. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Stops the service as SIGTERM does; returns when it has drained. */
    @Override
    public void close() {
        context.close();
    }
}
