package dev.automat.broker;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.server.Connections;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** STOMP as browsers speak it. */
class StompOverWebSocketIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static RunningBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = RunningBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
        HTTP.close();
    }

    /** Collects what comes. */
    private static final class Inbox implements WebSocket.Listener {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            synchronized (bytes) {
                while (data.hasRemaining()) {
                    bytes.write(data.get());
                }
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
            return CompletableFuture.completedStage(null);
        }

        String text() {
            synchronized (bytes) {
                return bytes.toString(StandardCharsets.UTF_8);
            }
        }
    }

    private static WebSocket open(Inbox inbox, String... origin) {
        var uri = URI.create(broker.http("/stomp").replace("http:", "ws:"));
        var builder = HTTP.newWebSocketBuilder().subprotocols("v12.stomp");
        for (var each : origin) {
            builder.header("Origin", each);
        }
        return builder.buildAsync(uri, inbox).orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static void say(WebSocket socket, String text) {
        socket.sendText(text, true).orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Test
    void carriesFramesBothWaysAndClosesAfterDisconnect() {
        var inbox = new Inbox();
        var socket = open(inbox, "http://127.0.0.1:8090");
        assertThat(socket.getSubprotocol()).isEqualTo("v12.stomp");

        say(socket, "CONNECT\naccept-version:1.2\nhost:x\n\n\0");
        say(socket, "SUBSCRIBE\nid:0\ndestination:/topic/web\n\n\0");
        // Pieces need not be frames.
        say(socket, "SEND\ndestination:/to");
        say(socket, "pic/web\n\nhello\0");
        eventually(() -> assertThat(inbox.text()).contains("CONNECTED").endsWith("hello\0"));
        say(socket, "DISCONNECT\nreceipt:bye\n\n\0");

        // Closed in order, by this side or that: with the normal status or with none.
        assertThat(inbox.closed.orTimeout(30, TimeUnit.SECONDS).join()).isIn(1_000, 1_005);
        assertThat(inbox.text()).contains("receipt-id:bye");
        eventually(() -> assertThat(broker.bean(Connections.class).size()).isZero());
    }

    @Test
    void aBrowserThatVanishesLeavesNothing() {
        var socket = open(new Inbox());
        say(socket, "CONNECT\naccept-version:1.2\nhost:x\n\n\0");
        eventually(() -> assertThat(broker.bean(Connections.class).size()).isEqualTo(1));

        socket.abort();

        eventually(() -> assertThat(broker.bean(Connections.class).size()).isZero());
    }

    @Test
    void aPageFromElsewhereIsRefused() {
        var inbox = new Inbox();
        open(inbox, "http://elsewhere.example");

        assertThat(inbox.closed.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(1_008);
    }
}
