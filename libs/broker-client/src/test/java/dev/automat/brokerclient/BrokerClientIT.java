package dev.automat.brokerclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client against a broker's side that does as it is told. */
@Timeout(60)
class BrokerClientIT {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private FakeBroker broker;
    private final List<BrokerClient> clients = new ArrayList<>();
    private final LinkedBlockingQueue<String> observed = new LinkedBlockingQueue<>();

    @BeforeEach
    void startBroker() throws IOException {
        broker = FakeBroker.start();
    }

    @AfterEach
    void end() throws IOException {
        broker.close();
        clients.forEach(BrokerClient::close);
    }

    private final class Recorder implements ConnectionObserver {

        @Override
        public void connected() {
            observed.add("connected");
        }

        @Override
        public void lost(IOException cause, Duration nextAttempt) {
            observed.add("lost, next in " + nextAttempt.toMillis());
        }
    }

    private ClientOptions options() {
        return ClientOptions.defaults()
                .withCloseTimeout(SHORT)
                .withPauses(Duration.ofMillis(1), Duration.ofMillis(20))
                .withObserver(new Recorder());
    }

    private BrokerClient client(String channel, ClientOptions options) throws BrokerException {
        var client = BrokerClient.connect("127.0.0.1", broker.port(), channel, options);
        clients.add(client);
        return client;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static CompletableFuture<String> receiving(BrokerClient client) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new String(client.receive(), StandardCharsets.UTF_8);
            } catch (BrokerException e) {
                return "failed: " + e.getMessage();
            }
        });
    }

    @Test
    void subscribesWithTheFirstFrameAndPublishesInPairs() throws IOException {
        var client = client("/topic/news", options());
        var peer = broker.accept();

        client.send("/queue/work", bytes("one"));
        client.send("/topic/übung", bytes("two"));

        assertThat(peer.hear()).isEqualTo("/topic/news");
        assertThat(peer.hear()).isEqualTo("/queue/work");
        assertThat(peer.hear()).isEqualTo("one");
        assertThat(peer.hear()).isEqualTo("/topic/übung");
        assertThat(peer.hear()).isEqualTo("two");
    }

    @Test
    void receivesMessagesAndSkipsEmptyOnes() throws IOException {
        var client = client("/topic/news", options());
        broker.accept().deliver("", "first", "", "second");

        assertThat(client.receive()).isEqualTo(bytes("first"));
        assertThat(client.receive(PATIENCE)).contains(bytes("second"));
    }

    @Test
    void aTimedOutReceiveLosesNothingOfAFrameThatIsUnderWay() throws IOException {
        var client = client("/topic/news", options());
        var peer = broker.accept();
        var frame = Frames.frame(bytes("slowly"));

        for (byte piece : frame) {
            assertThat(client.receive(Duration.ofMillis(5))).isEmpty();
            peer.say(new byte[] {piece});
        }

        assertThat(client.receive(PATIENCE)).contains(bytes("slowly"));
    }

    @Test
    void givesEachMessageToTheListenerUntilTheClientIsClosed() throws Exception {
        var client = client("/topic/news", options());
        var heard = new LinkedBlockingQueue<String>();
        var listening =
                CompletableFuture.runAsync(() -> {
                    try {
                        client.listen(data -> heard.add(new String(data, StandardCharsets.UTF_8)));
                    } catch (BrokerException e) {
                        throw new AssertionError(e);
                    }
                });
        broker.accept().deliver("1", "2");
        assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("1");
        assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("2");

        client.close();

        listening.get(30, TimeUnit.SECONDS);
    }

    @Test
    void saysThereIsNoBroker() throws IOException {
        broker.close();

        assertThatThrownBy(() -> client("/topic/news", options()))
                .isInstanceOf(BrokerException.class)
                .hasMessage("There is no broker at 127.0.0.1:" + broker.port())
                .hasCauseInstanceOf(IOException.class);
        assertThat(observed).isEmpty();
    }

    @Test
    void saysThatTheBrokerWasLost() throws IOException {
        var client = client("/topic/news", options());
        broker.accept().reset();

        assertThatThrownBy(client::receive)
                .isInstanceOf(BrokerException.class)
                .hasMessage("Lost the broker at 127.0.0.1:" + broker.port());
    }

    @Test
    void aBrokerThatEndsWithinAFrameIsLost() throws IOException {
        var client = client("/topic/news", options());
        try (var peer = broker.accept()) {
            assertThat(peer.hear()).isEqualTo("/topic/news");
            peer.say(new byte[] {0, 0, 0, 9, 'x'});
        }

        assertThatThrownBy(client::receive)
                .hasRootCauseMessage("The broker's stream ended within a frame");
    }

    @Test
    void refusesAFrameThatIsTooLargeWithoutMakingRoomForIt() throws IOException {
        var client = client("/topic/news", options());
        broker.accept().say(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff});

        assertThatThrownBy(client::receive)
                .hasRootCauseMessage(
                        "The peer announces a frame of 4294967295 bytes, the limit is 16777216");
    }

    @Test
    void refusesWhatTheProtocolCannotSay() throws IOException {
        var client = client("/null", options());

        assertThatThrownBy(() -> client.send("/topic/news", new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Data must not be empty");
        assertThatThrownBy(() -> client.send("", bytes("x")))
                .hasMessage("A channel name must have 1 to 1024 bytes, has 0");
        assertThatThrownBy(() -> client.send("n".repeat(1_025), bytes("x")))
                .hasMessage("A channel name must have 1 to 1024 bytes, has 1025");
        assertThatThrownBy(() -> client.send("/queue/x", new byte[Frames.MAX_FRAME_BYTES + 1]))
                .hasMessage("A frame must have at most 16777216 bytes, has 16777217");
        assertThatThrownBy(() -> BrokerClient.connect("127.0.0.1", 0, "/null"))
                .hasMessage("A port must be 1 to 65,535, is 0");
    }

    @Test
    void reconnectsAndSubscribesAgainAfterALoss() throws Exception {
        var client = client("/topic/news", options().reconnecting());
        var received = receiving(client);
        var first = broker.accept();
        assertThat(first.hear()).isEqualTo("/topic/news");

        first.reset();
        var second = broker.accept();
        assertThat(second.hear()).isEqualTo("/topic/news");
        second.deliver("after");

        assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo("after");
        assertThat(observed).containsExactly("connected", "lost, next in 0", "connected");
    }

    @Test
    void waitsForABrokerThatIsNotThereYetWithGrowingPauses() throws Exception {
        int port = broker.port();
        broker.close();
        var client = client("/topic/news", options().reconnecting());
        var received = receiving(client);
        for (var pause : List.of("1", "2", "4", "8", "16", "20", "20")) {
            assertThat(observed.poll(30, TimeUnit.SECONDS)).isEqualTo("lost, next in " + pause);
        }

        broker = FakeBroker.start(port);
        broker.accept().deliver("at last");

        assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo("at last");
    }

    @Test
    void receiveGivesUpInTimeAlsoWhileThereIsNoBroker() throws IOException {
        broker.close();
        var client = client("/topic/news", options().reconnecting());

        assertThat(client.receive(Duration.ofMillis(100))).isEmpty();
    }

    @Test
    void sendsAMessageAgainWhoseSendingFailed() throws Exception {
        var client = client("/null", options().reconnecting());
        var sending =
                CompletableFuture.runAsync(() -> {
                    try {
                        for (int i = 1; i <= 40; i++) {
                            client.send("/queue/work", new byte[1 << 20]);
                        }
                        client.send("/queue/work", bytes("last"));
                    } catch (BrokerException e) {
                        throw new AssertionError(e);
                    }
                });
        broker.accept().reset();

        var peer = broker.accept();
        assertThat(peer.hear()).isEqualTo("/null");
        String heard = "";
        while (!heard.equals("last")) {
            assertThat(peer.hear()).isEqualTo("/queue/work");
            heard = peer.hear();
        }

        sending.get(30, TimeUnit.SECONDS);
    }

    @Test
    void sendBlocksWhileTheBrokerDoesNotReadAndEndsWhenTheClientIsClosed() throws Exception {
        // On the common pool on purpose: closing must not need a thread of it.
        var client = client("/null", options());
        var begun = new CountDownLatch(1);
        var sending =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        while (true) {
                            client.send("/queue/full", new byte[1 << 20]);
                            begun.countDown();
                        }
                    } catch (BrokerException e) {
                        return e.getMessage();
                    }
                });
        var deaf = broker.accept();
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        client.close();

        assertThat(sending.get(30, TimeUnit.SECONDS)).endsWith("is closed");
        deaf.close();
    }

    @Test
    void closeSaysGoodByeAndWaitsForTheBrokersEnd() throws Exception {
        var client = client("/topic/news", options().withCloseTimeout(PATIENCE));
        client.send("/queue/work", bytes("before"));
        var closing = CompletableFuture.runAsync(client::close);
        try (var peer = broker.accept()) {
            assertThat(peer.hear()).isEqualTo("/topic/news");
            assertThat(peer.hear()).isEqualTo("/queue/work");
            assertThat(peer.hear()).isEqualTo("before");
            assertThat(peer.hear()).isEmpty();
            assertThat(peer.hearsTheEnd()).isTrue();
            assertThat(closing).isNotDone();
        }

        closing.get(30, TimeUnit.SECONDS);
    }

    @Test
    void closeEndsAReceiverThatWaits() throws Exception {
        var client = client("/topic/news", options());
        var received = receiving(client);
        var peer = broker.accept();
        assertThat(peer.hear()).isEqualTo("/topic/news");

        client.close();

        assertThat(received.get(30, TimeUnit.SECONDS)).startsWith("failed: ").endsWith("is closed");
        assertThat(client.isClosed()).isTrue();
        assertThatThrownBy(() -> client.send("/queue/x", bytes("late")))
                .isInstanceOf(BrokerException.class)
                .hasMessageEndingWith("is closed");
    }

    @Test
    void closeEndsAReceiverThatWaitsForABroker() throws Exception {
        broker.close();
        var client = client("/topic/news", options().withPauses(PATIENCE, PATIENCE).reconnecting());
        var received = receiving(client);
        assertThat(observed.poll(30, TimeUnit.SECONDS)).startsWith("lost");

        client.close();

        assertThat(received.get(20, TimeUnit.SECONDS)).endsWith("is closed");
    }
}
