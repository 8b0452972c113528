package dev.automat.broker;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.engine.Engine;
import dev.automat.broker.server.ConnectionSnapshot;
import dev.automat.broker.server.Connections;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the STOMP door promises, over real sockets. */
class StompIT {

    private static final Duration A_WHILE = Duration.ofMillis(200);

    private static RunningBroker broker;
    private static InetSocketAddress door;

    private final List<StompPeer> peers = new ArrayList<>();

    @BeforeAll
    static void startBroker() {
        broker =
                RunningBroker.start(
                        "automat.broker.stomp.redeliveries=2",
                        "automat.broker.stomp.connect-timeout=2s",
                        "automat.broker.stomp.max-body=1MB",
                        "automat.broker.stomp.heart-beat=1s");
        door = broker.door("stomp");
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @AfterEach
    void leaveNothing() throws IOException {
        for (var peer : peers) {
            peer.reset();
        }
        eventually(() -> assertThat(broker.bean(Connections.class).size()).isZero());
        broker.bean(Engine.class).discardWaiting();
        assertThat(broker.bean(Engine.class).channels()).isEmpty();
        assertThat(broker.bean(PinnedMemory.class).pinned()).isZero();
    }

    private StompPeer connected(String... headers) throws IOException {
        var peer = StompPeer.connected(door, headers);
        peers.add(peer);
        return peer;
    }

    /** Subscribes and waits for the receipt. */
    private StompPeer subscriber(String destination, String... headers) throws IOException {
        var peer = connected();
        var all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("id:s", "destination:" + destination, "receipt:subscribed"));
        peer.frame("SUBSCRIBE", "", all.toArray(String[]::new));
        assertThat(peer.hear().header("receipt-id")).isEqualTo("subscribed");
        return peer;
    }

    private void send(String destination, String... bodies) throws IOException {
        var sender = connected();
        for (var body : bodies) {
            sender.frame("SEND", body, "destination:" + destination);
        }
        sender.frame("DISCONNECT", "", "receipt:sent");
        assertThat(sender.hear().header("receipt-id")).isEqualTo("sent");
    }

    @Test
    void agreesOnTheNewestVersionBothKnow() throws IOException {
        var peer = StompPeer.silent(door);
        peers.add(peer);
        peer.frame("STOMP", "", "accept-version:1.0,1.1", "host:x", "heart-beat:0,0");

        var answer = peer.hear();

        assertThat(answer.command()).isEqualTo("CONNECTED");
        assertThat(answer.header("version")).isEqualTo("1.1");
        assertThat(answer.header("heart-beat")).isEqualTo("1000,1000");
    }

    @Test
    void aClientOfTheFirstVersionKnowsNoEscapes() throws IOException {
        var newest = subscriber("/topic/versions");
        var first = connectedAs("1.0");
        first.frame("SUBSCRIBE", "", "id:s", "destination:/topic/versions", "receipt:a:b");
        assertThat(first.hear().header("receipt-id")).isEqualTo("a:b");

        first.frame("SEND", "x", "destination:/topic/versions", "path:C:\\temp");

        assertThat(first.hear().header("path")).isEqualTo("C:\\temp");
        assertThat(newest.hear().header("path")).isEqualTo("C\\c\\\\temp");
    }

    @Test
    void carriageReturnsAreEscapedInTheNewestVersionOnly() throws IOException {
        var newest = subscriber("/topic/versions");
        var middle = connectedAs("1.1");
        middle.frame("SUBSCRIBE", "", "id:s", "destination:/topic/versions", "receipt:r");
        middle.hear();

        newest.frame("SEND", "x", "destination:/topic/versions", "x:a\\r\\nb");

        assertThat(newest.hear().header("x")).isEqualTo("a\\r\\nb");
        assertThat(middle.hear().header("x")).isEqualTo("a\r\\nb");
        middle.frame("SEND", "x", "destination:/topic/versions", "x:a\\rb");
        assertThat(middle.hear().header("message")).isEqualTo("A header has an unknown escape");
    }

    private StompPeer connectedAs(String version) throws IOException {
        var peer = StompPeer.silent(door);
        peers.add(peer);
        peer.frame("CONNECT", "", "accept-version:" + version, "host:x");
        assertThat(peer.hear().header("version")).isEqualTo(version);
        return peer;
    }

    @Test
    void aTopicReachesEverySubscriberWithHeadersAndBody() throws IOException {
        var first = subscriber("/topic/news");
        var second = subscriber("/topic/news");
        connected()
                .frame(
                        "SEND",
                        "{\"a\":1}",
                        "destination:/topic/news",
                        "content-type:application/json",
                        "x:a\\cb\\nc",
                        "content-length:7");

        for (var peer : List.of(first, second)) {
            var message = peer.hear();
            assertThat(message.command()).isEqualTo("MESSAGE");
            assertThat(message.body()).isEqualTo("{\"a\":1}");
            assertThat(message.header("destination")).isEqualTo("/topic/news");
            assertThat(message.header("subscription")).isEqualTo("s");
            assertThat(message.header("content-type")).isEqualTo("application/json");
            assertThat(message.header("x")).isEqualTo("a\\cb\\nc");
            assertThat(message.header("message-id")).isNotEmpty();
        }
    }

    @Test
    void bothDoorsShareChannels() throws IOException {
        var frames = broker.door("frames");
        try (var byFrames = FramesPeer.subscribed(frames, "/topic/both");
                var publisher = FramesPeer.publisher(frames)) {
            eventually(() -> assertThat(broker.bean(Engine.class).channels()).hasSize(1));
            var byStomp = subscriber("/topic/both");

            send("/topic/both", "from stomp", "");
            assertThat(byStomp.hearMessage()).isEqualTo("from stomp");
            assertThat(byStomp.hearMessage()).isEmpty();
            publisher.publish("/topic/both", "from frames");

            assertThat(byStomp.hearMessage()).isEqualTo("from frames");
            assertThat(byFrames.receive()).isEqualTo("from stomp");
            // The empty one is left out, for it would mean the end there.
            assertThat(byFrames.receive()).isEqualTo("from frames");
        }
    }

    @Test
    void aQueueTakesTurns() throws IOException {
        var first = subscriber("/queue/turns");
        var newest = subscriber("/queue/turns");

        send("/queue/turns", "1", "2", "3", "4");

        assertThat(newest.hearMessage() + newest.hearMessage()).isEqualTo("13");
        assertThat(first.hearMessage() + first.hearMessage()).isEqualTo("24");
    }

    @Test
    void aWorkerHoldsNoMoreThanItsPrefetchAndGetsMoreWhenItAcknowledges() throws IOException {
        var worker = subscriber("/queue/credit", "ack:client-individual", "prefetch-count:2");
        send("/queue/credit", "1", "2", "3", "4");
        var one = worker.hear();
        assertThat(worker.hearMessage()).isEqualTo("2");
        assertThat(worker.hearsNothingFor(A_WHILE)).isTrue();

        worker.frame("ACK", "", "id:" + one.header("ack"));

        assertThat(worker.hearMessage()).isEqualTo("3");
        assertThat(worker.hearsNothingFor(A_WHILE)).isTrue();
    }

    @Test
    void anAcknowledgementInClientModeCoversAllBefore() throws IOException {
        var worker = subscriber("/queue/all", "ack:client", "prefetch-count:3");
        send("/queue/all", "1", "2", "3", "4", "5", "6");
        worker.hearMessage();
        worker.hearMessage();
        var third = worker.hear();

        worker.frame("ACK", "", "id:" + third.header("ack"));

        assertThat(worker.hearMessage() + worker.hearMessage() + worker.hearMessage())
                .isEqualTo("456");
    }

    @Test
    void aWorkerMayAcknowledgeAllItsPrefetchAtOnceHoweverLarge() throws IOException {
        var worker = subscriber("/queue/batches", "ack:client", "prefetch-count:100");
        var sender = connected();
        for (int i = 1; i <= 200; i++) {
            sender.frame("SEND", "x".repeat(10_000), "destination:/queue/batches");
            var message = worker.hear();
            assertThat(message.body()).hasSize(10_000);
            if (i % 100 == 0) {
                worker.frame("ACK", "", "id:" + message.header("ack"));
            }
        }
    }

    @Test
    void whatALostWorkerDidNotAcknowledgeComesBack() throws IOException {
        var lost = subscriber("/queue/lost", "ack:client-individual");
        send("/queue/lost", "1", "2", "3");
        var one = lost.hear();
        lost.hearMessage();
        lost.frame("ACK", "", "id:" + one.header("ack"), "receipt:r");
        assertThat(lost.hear().body()).isEqualTo("3");
        assertThat(lost.hear().command()).isEqualTo("RECEIPT");

        lost.reset();
        var next = subscriber("/queue/lost", "ack:client-individual");

        var again = next.hear();
        assertThat(again.body()).isEqualTo("2");
        assertThat(again.header("redelivered")).isEqualTo("true");
        assertThat(next.hearMessage()).isEqualTo("3");
    }

    @Test
    void aMessageRefusedTooOftenIsADeadLetter() throws IOException {
        var worker = subscriber("/queue/poison", "ack:client-individual", "prefetch-count:1");
        var dead = subscriber("/queue/dead/poison");
        connected().frame("SEND", "bad", "destination:/queue/poison", "why:test");

        for (int i = 0; i < 3; i++) {
            var message = worker.hear();
            assertThat(message.body()).isEqualTo("bad");
            worker.frame("NACK", "", "id:" + message.header("ack"));
        }

        var letter = dead.hear();
        assertThat(letter.body()).isEqualTo("bad");
        assertThat(letter.header("why")).isEqualTo("test");
        send("/queue/poison", "good");
        assertThat(worker.hearMessage()).isEqualTo("good");
    }

    @Test
    void moreDeadLettersAreKeptThanOtherMessages() throws IOException {
        int count = 25;
        var worker = subscriber("/queue/plague", "ack:client-individual", "prefetch-count:1");
        var sender = connected();
        for (int i = 0; i < count; i++) {
            sender.frame("SEND", "bad " + i, "destination:/queue/plague", "receipt:" + i);
            for (int tries = 0; tries < 3; tries++) {
                worker.frame("NACK", "", "id:" + worker.hear().header("ack"));
            }
            assertThat(sender.hear().header("receipt-id")).isEqualTo(Integer.toString(i));
        }
        // What is heard now came behind the last one.
        send("/queue/plague", "good");
        assertThat(worker.hearMessage()).isEqualTo("good");

        var mourner = subscriber("/queue/dead/plague");

        for (int i = 0; i < count; i++) {
            assertThat(mourner.hearMessage()).isEqualTo("bad " + i);
        }
    }

    @Test
    void aTransactionIsPublishedAtItsCommitAndNeverWhenAborted() throws IOException {
        var subscriber = subscriber("/topic/tx");
        var sender = connected();
        sender.frame("BEGIN", "", "transaction:a");
        sender.frame("SEND", "aborted", "destination:/topic/tx", "transaction:a");
        sender.frame("ABORT", "", "transaction:a");
        sender.frame("BEGIN", "", "transaction:b");
        sender.frame("SEND", "1", "destination:/topic/tx", "transaction:b");
        sender.frame("SEND", "2", "destination:/topic/tx", "transaction:b", "receipt:kept");
        assertThat(sender.hear().header("receipt-id")).isEqualTo("kept");
        sender.frame("SEND", "before", "destination:/topic/tx");
        assertThat(subscriber.hearMessage()).isEqualTo("before");

        sender.frame("COMMIT", "", "transaction:b", "receipt:done");

        assertThat(subscriber.hearMessage() + subscriber.hearMessage()).isEqualTo("12");
        assertThat(sender.hear().header("receipt-id")).isEqualTo("done");
    }

    @Test
    void theReceiptOfAHeldMessageComesWhenItIsAccepted() throws IOException {
        var sender = connected();
        for (int i = 0; i < 10; i++) {
            sender.frame("SEND", "x", "destination:/queue/full");
        }
        sender.frame("SEND", "eleventh", "destination:/queue/full", "receipt:r");
        eventually(() ->
                assertThat(broker.bean(Connections.class).snapshots())
                        .anyMatch(ConnectionSnapshot::paused));
        assertThat(sender.hearsNothingFor(A_WHILE)).isTrue();

        subscriber("/queue/full");

        assertThat(sender.hear().header("receipt-id")).isEqualTo("r");
    }

    @Test
    void anExpiredMessageIsNotDelivered() throws IOException {
        var sender = connected();
        sender.frame("SEND", "old", "destination:/queue/expiry", "expires:1000");
        sender.frame("SEND", "new", "destination:/queue/expiry", "expires:99999999999999");
        sender.frame("SEND", "plain", "destination:/queue/expiry", "receipt:r");
        assertThat(sender.hear().command()).isEqualTo("RECEIPT");

        var worker = subscriber("/queue/expiry");

        assertThat(worker.hearMessage()).isEqualTo("new");
        assertThat(worker.hearMessage()).isEqualTo("plain");
    }

    @Test
    void messagesWithHeadersAndWithoutKeepTheirOrder() throws IOException {
        var worker = subscriber("/queue/mixed");
        var sender = connected();

        sender.raw(
                (sendFrame("/queue/mixed", "1", "")
                                + sendFrame("/queue/mixed", "2", "a:b\n")
                                + sendFrame("/queue/other", "x", "a:b\n")
                                + sendFrame("/queue/mixed", "3", "a:b\n")
                                + sendFrame("/queue/mixed", "4", "")
                                + sendFrame("/queue/mixed", "5", "a:c\n"))
                        .getBytes(StandardCharsets.UTF_8));

        for (var expected : List.of("1", "2", "3", "4", "5")) {
            assertThat(worker.hearMessage()).isEqualTo(expected);
        }
        assertThat(subscriber("/queue/other").hearMessage()).isEqualTo("x");
    }

    private static String sendFrame(String destination, String body, String headers) {
        return "SEND\ndestination:" + destination + "\n" + headers + "\n" + body + "\0";
    }

    @Test
    void whatCameBeforeABrokenFrameIsPublished() throws IOException {
        var worker = subscriber("/queue/before");
        var sender = connected();

        sender.raw(
                (sendFrame("/queue/before", "plain", "")
                                + sendFrame("/queue/before", "with headers", "a:b\n")
                                + "NONSENSE\n\n\0")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(sender.hear().command()).isEqualTo("ERROR");
        assertThat(worker.hearMessage()).isEqualTo("plain");
        assertThat(worker.hearMessage()).isEqualTo("with headers");
    }

    @Test
    void anUnsubscribedClientGetsNoMore() throws IOException {
        var peer = subscriber("/topic/gone");
        peer.frame("UNSUBSCRIBE", "", "id:s", "receipt:r");
        assertThat(peer.hear().header("receipt-id")).isEqualTo("r");

        assertThat(broker.bean(Engine.class).channels()).isEmpty();
    }

    @Test
    void aPatternGetsWhatMatchesAlsoFromChannelsThatComeLater() throws IOException {
        send("/topic/a/waiting", "before");
        var one = subscriber("/topic/a/*");
        var any = subscriber("/topic/**");
        var exact = subscriber("/topic/a/b");

        var first = one.hear();
        assertThat(first.body()).isEqualTo("before");
        assertThat(first.header("destination")).isEqualTo("/topic/a/waiting");
        send("/topic/a/b", "1");
        send("/topic/x", "2");
        send("/topic/a/c", "3");

        assertThat(exact.hearMessage()).isEqualTo("1");
        assertThat(one.hearMessage() + one.hearMessage()).isEqualTo("13");
        assertThat(any.hearMessage() + any.hearMessage()).isEqualTo("12");
        assertThat(any.hear().header("destination")).isEqualTo("/topic/a/c");
        // Patterns keep no channel alive.
        assertThat(broker.bean(Engine.class).channels()).hasSize(3);
    }

    @Test
    void aReplyReachesWhoAskedAndNobodyAfterwards() throws IOException {
        var worker = subscriber("/queue/questions");
        var asking = connected();
        asking.frame("SEND", "who?", "destination:/queue/questions", "reply-to:/temp-queue/me");
        var question = worker.hear();
        assertThat(question.header("reply-to")).startsWith("/temp-queue/").doesNotContain("/me/");

        worker.frame("SEND", "you", "destination:" + question.header("reply-to"));

        var answer = asking.hear();
        assertThat(answer.body()).isEqualTo("you");
        assertThat(answer.header("subscription")).isEqualTo("/temp-queue/me");
        asking.reset();
        eventually(() -> assertThat(broker.bean(Connections.class).size()).isEqualTo(1));
        for (int i = 0; i < 20; i++) {
            worker.frame("SEND", "late", "destination:" + question.header("reply-to"));
        }
        worker.frame("SEND", "x", "destination:/null", "receipt:still-read");
        assertThat(worker.hear().header("receipt-id")).isEqualTo("still-read");
    }

    @Test
    void givesSignsOfLifeAndClosesWhoGivesNone() throws IOException {
        var peer = StompPeer.silent(door);
        peers.add(peer);
        peer.frame("CONNECT", "", "accept-version:1.2", "host:x", "heart-beat:1000,1000");
        assertThat(peer.hear().command()).isEqualTo("CONNECTED");

        assertThat(peer.hearsSignOfLife()).isTrue();
        assertThat(peer.hearsTheEnd()).isTrue();
    }

    @Test
    void aConnectionThatDoesNotConnectIsClosed() throws IOException {
        var peer = StompPeer.silent(door);
        peers.add(peer);
        peer.raw(new byte[] {'C', 'O'});

        assertThat(peer.hearsTheEnd()).isTrue();
    }

    @Test
    void errorsSayWhatIsWrongAndEndTheSession() throws IOException {
        var cases =
                List.of(
                        "JUMP|x:y|There is no command JUMP",
                        "SEND|x:y|SEND needs the header destination",
                        "SUBSCRIBE|id:1|SUBSCRIBE needs the header destination",
                        "SUBSCRIBE|destination:/a\nack:maybe|ack must be auto, client or",
                        "SUBSCRIBE|destination:/a\nid:%s|id must have at most 1024 bytes, has 1025"
                                .formatted("x".repeat(1_025)),
                        "UNSUBSCRIBE|id:none|There is no subscription none",
                        "COMMIT|transaction:t|There is no transaction t",
                        "SEND|destination:/a\ncontent-length:9999999|content-length must be 0 to",
                        "SEND|nonsense|A header has no name and colon",
                        "SEND|a:\\x|A header has an unknown escape");
        for (var line : cases) {
            var parts = line.split("\\|", -1);
            var peer = connected();
            peer.frame(parts[0], "", parts[1]);

            var error = peer.hear();

            assertThat(error.command()).as(line).isEqualTo("ERROR");
            assertThat(error.header("message")).startsWith(parts[2]);
            assertThat(peer.hearsTheEnd()).isTrue();
        }
    }

    @Test
    void anErrorReachesAClientThatGoesOnSending() throws IOException {
        var peer = connected();
        peer.frame("JUMP", "");
        peer.raw(new byte[16_000_000]);

        assertThat(peer.hear().command()).isEqualTo("ERROR");
        assertThat(peer.hearsTheEnd()).isTrue();
    }

    @Test
    void meansTheSameByteByByte() throws IOException {
        var subscriber = subscriber("/topic/bytes");
        var sender = connected();
        var bytes =
                ("\r\nSEND\r\ndestination:/topic/bytes\r\ncontent-length:3\r\n\r\na\0b\0\n\n"
                                + "SEND\ndestination:/topic/bytes\n\nsecond\0")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (byte each : bytes) {
            sender.raw(new byte[] {each});
        }

        assertThat(subscriber.hearMessage()).isEqualTo("a\0b");
        assertThat(subscriber.hearMessage()).isEqualTo("second");
    }
}
