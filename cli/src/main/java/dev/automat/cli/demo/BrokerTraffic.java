package dev.automat.cli.demo;

import dev.automat.brokerclient.BrokerClient;
import dev.automat.brokerclient.BrokerException;
import dev.automat.brokerclient.ClientOptions;
import dev.automat.brokerclient.Frames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Orders and dishes on their way through the broker.
 *
 * <p>Every order goes to both subscribers of a topic, every dish to one of two workers on a queue.
 * The clients block, each on a thread of its own, and reconnect when the broker was away.
 */
final class BrokerTraffic implements AutoCloseable {

    static final String ORDERS = "/topic/orders";
    static final String DISHES = "/queue/dishes";

    private static final int PER_CHANNEL = 2;
    private static final int MILLIS_BETWEEN_MESSAGES = 100;
    private static final ClientOptions RECONNECTING =
            ClientOptions.defaults().reconnecting().withCloseTimeout(Duration.ofSeconds(1));

    private final List<BrokerClient> clients = new ArrayList<>();
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final String host;
    private final int port;
    private final Consumer<byte[]> received;
    private long number;

    /**
     * Prepares; nothing is connected yet.
     *
     * @param received takes every delivery, from several threads
     */
    BrokerTraffic(String host, int port, Consumer<byte[]> received) {
        this.host = host;
        this.port = port;
        this.received = received;
    }

    /** Connects, and sends twenty messages a second until closed. */
    void start() throws BrokerException {
        for (int reader = 0; reader < PER_CHANNEL; reader++) {
            read(connect(ORDERS));
            read(connect(DISHES));
        }
        var sender = connect(Frames.NOWHERE);
        var _ =
                clock.scheduleWithFixedDelay(
                        () -> send(sender), 0, MILLIS_BETWEEN_MESSAGES, TimeUnit.MILLISECONDS);
    }

    private BrokerClient connect(String channel) throws BrokerException {
        var client = BrokerClient.connect(host, port, channel, RECONNECTING);
        clients.add(client);
        return client;
    }

    private void read(BrokerClient client) {
        readers.execute(() -> {
            try {
                client.listen(received);
            } catch (BrokerException closed) {
                // A client that reconnects gives up only when it was closed.
            }
        });
    }

    private void send(BrokerClient sender) {
        number++;
        var text = "{\"number\":%d,\"table\":%d}".formatted(number, number % 12 + 1);
        var message = text.getBytes(StandardCharsets.UTF_8);
        try {
            sender.send(ORDERS, message);
            sender.send(DISHES, message);
        } catch (BrokerException closed) {
            clock.shutdown();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        clients.forEach(BrokerClient::close);
        readers.close();
    }
}
