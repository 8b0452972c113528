package dev.automat.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Speaks STOMP with the broker as a page would: over a WebSocket, through the one origin it has.
 */
@ExtendWith(DemoSuite.class)
class StompThroughDashboardIT {

    private static final int PATIENCE_SECONDS = 30;
    private static final String CONNECT = "CONNECT\naccept-version:1.2\nhost:automat\n\n\0";

    private final Suite suite;

    StompThroughDashboardIT(Suite suite) {
        this.suite = suite;
    }

    @Test
    void connectsToTheBroker() throws Exception {
        suite.awaitReady(8086, 8090);
        var answer = new CompletableFuture<String>();
        var uri = URI.create("ws://127.0.0.1:" + suite.port(8090) + "/api/broker/stomp");
        var http = HttpClient.newHttpClient();
        try {
            var socket =
                    http.newWebSocketBuilder()
                            .subprotocols("v12.stomp")
                            .buildAsync(uri, new FirstFrame(answer))
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);

            socket.sendText(CONNECT, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);

            assertThat(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .startsWith("CONNECTED\n")
                    .contains("version:1.2");
            assertThat(socket.getSubprotocol()).isEqualTo("v12.stomp");
        } finally {
            // Closing it would wait for the open socket, for ever.
            http.shutdownNow();
        }
    }

    /** Gathers bytes until a frame's end. */
    private static final class FirstFrame implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<String> frame;

        FirstFrame(CompletableFuture<String> frame) {
            this.frame = frame;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(
                WebSocket socket, ByteBuffer data, boolean isLast) {
            text.append(StandardCharsets.ISO_8859_1.decode(data));
            if (text.indexOf("\0") >= 0) {
                frame.complete(text.toString());
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            frame.completeExceptionally(new IllegalStateException(code + " " + reason));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            frame.completeExceptionally(failure);
        }
    }
}
