package dev.automat.broker;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.engine.Engine;
import dev.automat.broker.server.Connections;
import java.lang.reflect.Type;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.ReactorNettyTcpStompClient;
import org.springframework.messaging.simp.stomp.StompBrokerRelayMessageHandler;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.messaging.support.ExecutorSubscribableChannel;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Spring's client of STOMP and its relay, as they come. */
class SpringStompIT {

    private static final long PATIENCE_SECONDS = 30;

    private static RunningBroker broker;
    private static InetSocketAddress door;
    private static ThreadPoolTaskScheduler scheduler;

    @BeforeAll
    static void startBroker() {
        broker = RunningBroker.start();
        door = broker.door("stomp");
        scheduler = new ThreadPoolTaskScheduler();
        scheduler.initialize();
    }

    @AfterAll
    static void stopBroker() {
        scheduler.shutdown();
        broker.close();
    }

    @AfterEach
    void everyMessageWasAcknowledgedAndEveryClientIsGone() {
        eventually(() -> assertThat(broker.bean(Connections.class).size()).isZero());
        assertThat(broker.bean(Engine.class).channels()).isEmpty();
    }

    /** Bodies and ERROR frames as they come. */
    private static final class Inbox extends StompSessionHandlerAdapter {

        private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
        private final BlockingQueue<StompHeaders> headers = new LinkedBlockingQueue<>();

        @Override
        public Type getPayloadType(StompHeaders headers) {
            return byte[].class;
        }

        @Override
        public void handleFrame(StompHeaders frameHeaders, @Nullable Object payload) {
            headers.add(frameHeaders);
            bodies.add(
                    payload instanceof byte[] bytes
                            ? new String(bytes, StandardCharsets.UTF_8)
                            : "");
        }
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        var next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("Nothing came");
        }
        return next;
    }

    private static StompSession connected(ReactorNettyTcpStompClient client, Inbox failures) {
        return client.connectAsync(failures).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private static StompHeaders headers(String destination, String... more) {
        var headers = new StompHeaders();
        headers.setDestination(destination);
        headers.setReceipt(UUID.randomUUID().toString());
        for (var header : more) {
            headers.set(header.replaceFirst(":.*", ""), header.replaceFirst(".*?:", ""));
        }
        return headers;
    }

    private static void await(StompSession.Receiptable receiptable) {
        var received = new CompletableFuture<Void>();
        receiptable.addReceiptTask(() -> received.complete(null));
        received.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private static void subscribe(
            StompSession session, StompHeaders headers, StompFrameHandler handler) {
        await(session.subscribe(headers, handler));
    }

    @Test
    void theClientConverses() throws InterruptedException {
        var client = new ReactorNettyTcpStompClient(door.getHostString(), door.getPort());
        client.setTaskScheduler(scheduler);
        var session = connected(client, new Inbox());
        session.setAutoReceipt(true);
        var queue = new Inbox();
        subscribe(session, headers("/queue/spring", "ack:client-individual"), queue);
        await(session.send(headers("/queue/spring", "flavour:a:b"), bytes("grüße")));
        assertThat(next(queue.bodies)).isEqualTo("grüße");
        var message = next(queue.headers);
        assertThat(message.getFirst("flavour")).isEqualTo("a:b");
        await(session.acknowledge(String.valueOf(message.getAck()), true));
        var topic = new Inbox();
        subscribe(session, headers("/topic/spring"), topic);

        session.send("/topic/spring", bytes("to all"));

        assertThat(next(topic.bodies)).isEqualTo("to all");
        var failures = new Inbox();
        var failing = connected(client, failures);
        failing.subscribe(headers("/topic/spring", "ack:sometimes"), new Inbox());
        assertThat(next(failures.headers).getFirst("message")).contains("is sometimes");
        session.disconnect();
        client.shutdown();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What the relay passes on to a client. */
    private record Relayed(StompHeaderAccessor headers, String body) {}

    @Test
    void theRelayCarriesASessionOfItsOwn() throws InterruptedException {
        var in = new ExecutorSubscribableChannel();
        var out = new ExecutorSubscribableChannel();
        var relayed = new LinkedBlockingQueue<Relayed>();
        out.subscribe(message ->
                relayed.add(
                        new Relayed(
                                StompHeaderAccessor.wrap(message),
                                new String(
                                        (byte[]) message.getPayload(), StandardCharsets.UTF_8))));
        var relay =
                new StompBrokerRelayMessageHandler(
                        in, out, new ExecutorSubscribableChannel(), List.of("/topic", "/queue"));
        relay.setRelayHost(door.getHostString());
        relay.setRelayPort(door.getPort());
        relay.setTaskScheduler(scheduler);
        relay.start();
        try {
            eventually(() -> assertThat(relay.isBrokerAvailable()).isTrue());
            in.send(message(StompCommand.CONNECT, ""));
            assertThat(next(relayed).headers().getCommand()).isEqualTo(StompCommand.CONNECTED);
            in.send(message(StompCommand.SUBSCRIBE, "", "receipt:subscribed"));
            assertThat(next(relayed).headers().getReceiptId()).isEqualTo("subscribed");

            in.send(message(StompCommand.SEND, "hello"));

            var arrived = next(relayed);
            assertThat(arrived.headers().getCommand()).isEqualTo(StompCommand.MESSAGE);
            assertThat(arrived.body()).isEqualTo("hello");
            in.send(message(StompCommand.DISCONNECT, "", "receipt:bye"));
            assertThat(next(relayed).headers().getReceiptId()).isEqualTo("bye");
        } finally {
            relay.stop();
        }
    }

    private static Message<byte[]> message(StompCommand command, String body, String... headers) {
        var accessor = StompHeaderAccessor.create(command);
        accessor.setSessionId("browser");
        accessor.setDestination("/topic/relayed");
        accessor.setSubscriptionId("s");
        for (var header : headers) {
            accessor.setNativeHeader(
                    header.replaceFirst(":.*", ""), header.replaceFirst(".*?:", ""));
        }
        return MessageBuilder.createMessage(bytes(body), accessor.getMessageHeaders());
    }
}
