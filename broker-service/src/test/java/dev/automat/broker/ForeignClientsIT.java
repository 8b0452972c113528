package dev.automat.broker;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.engine.Engine;
import dev.automat.broker.server.Connections;
import dev.automat.test.Tools;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of STOMP that know nothing of this broker, as they come. */
class ForeignClientsIT {

    private static final String UNKNOWN_ACK_MODE =
            "error ack must be auto, client or client-individual, is sometimes";

    private static RunningBroker broker;
    private static InetSocketAddress door;

    @BeforeAll
    static void startBroker() {
        broker = RunningBroker.start();
        door = broker.door("stomp");
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @AfterEach
    void everyMessageWasAcknowledgedAndEveryClientIsGone() {
        eventually(() -> assertThat(broker.bean(Connections.class).size()).isZero());
        // A message that nobody acknowledged would wait again.
        assertThat(broker.bean(Engine.class).channels()).isEmpty();
    }

    @Test
    void stompPyConverses(@TempDir Path folder) throws IOException {
        var script = ForeignProgram.script("client.py", folder);

        var lines =
                ForeignProgram.run(
                        folder,
                        Tools.pythonWithStomp(),
                        script,
                        door.getHostString(),
                        door.getPort());

        assertThat(lines)
                .containsExactly(
                        "connected 1.2",
                        "receipt subscribed",
                        "message grüße",
                        "flavour a:b",
                        "receipt accepted",
                        "receipt acknowledged",
                        "receipt listening",
                        "message to all",
                        "receipt unsubscribed",
                        "connected 1.2",
                        UNKNOWN_ACK_MODE,
                        "receipt bye");
    }

    @Test
    void netStompConverses(@TempDir Path folder) throws IOException {
        var script = ForeignProgram.script("client.pl", folder);

        var lines =
                ForeignProgram.run(
                        folder,
                        Tools.perlWithStomp(),
                        script,
                        door.getHostString(),
                        door.getPort());

        assertThat(lines)
                .containsExactly(
                        "connected 1.0",
                        "receipt subscribed",
                        "message grüße",
                        "flavour sour",
                        "receipt acknowledged",
                        "accepted yes",
                        "committed yes",
                        "receipt listening",
                        "message to all",
                        "receipt unsubscribed",
                        "connected 1.0",
                        UNKNOWN_ACK_MODE,
                        "disconnected");
    }

    @Test
    void stompJsConversesOverAWebSocket(@TempDir Path folder) throws IOException {
        var script = ForeignProgram.script("client.js", folder);
        ForeignProgram.npmPackage("stomp__stompjs", "@stomp/stompjs", folder);
        ForeignProgram.npmPackage("ws", "ws", folder);

        var lines =
                ForeignProgram.run(
                        folder,
                        Tools.node(),
                        script,
                        broker.http("/stomp").replace("http:", "ws:"));

        assertThat(lines)
                .containsExactly(
                        "connected 1.2",
                        "receipt q",
                        "receipt accepted",
                        "message grüße",
                        "flavour a:b",
                        "receipt acknowledged",
                        "receipt t",
                        "message to all",
                        "bytes 0,1,2,255",
                        "receipt unsubscribed",
                        UNKNOWN_ACK_MODE,
                        "disconnected");
    }
}
