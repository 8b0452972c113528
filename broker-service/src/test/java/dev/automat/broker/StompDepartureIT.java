package dev.automat.broker;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.engine.Engine;
import dev.automat.broker.server.ConnectionSnapshot;
import dev.automat.broker.server.Connections;
import dev.automat.broker.server.Refusal;
import dev.automat.broker.server.Refusals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What becomes of messages of a STOMP client that is gone before they are taken. */
@ExtendWith(OutputCaptureExtension.class)
class StompDepartureIT {

    /** More than the broker reads at first, and no more than its socket holds with the end. */
    private static final int COUNT = 1_500;

    private static byte[] sends(int first, int last) {
        var text = new StringBuilder();
        for (int i = first; i <= last; i++) {
            text.append("SEND\ndestination:/queue/left\n\n").append(i).append('\0');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void allThatItSentIsStillTaken(CapturedOutput output) throws IOException {
        try (var broker = RunningBroker.start("logging.level.dev.automat.broker.door=info")) {
            var connections = broker.bean(Connections.class);
            try (var publisher = StompPeer.connected(broker.door("stomp"))) {
                publisher.raw(sends(1, COUNT));
            }
            eventually(() -> assertThat(output).contains("is gone while its messages wait"));

            try (var worker = StompPeer.connected(broker.door("stomp"))) {
                worker.frame("SUBSCRIBE", "", "id:w", "destination:/queue/left");
                for (int i = 1; i <= COUNT; i++) {
                    assertThat(worker.hearMessage()).isEqualTo(Integer.toString(i));
                }
            }
            eventually(() -> assertThat(connections.size()).isZero());
            assertThat(connections.lost()).isZero();
        }
    }

    @Test
    void whatNobodyTakesInTimeIsCountedAndLogged(CapturedOutput output) throws IOException {
        try (var broker =
                        RunningBroker.start(
                                "automat.broker.stomp.departed-timeout=1s",
                                "logging.level.dev.automat.broker.door=warn");
                var publisher = StompPeer.connected(broker.door("stomp"))) {
            var connections = broker.bean(Connections.class);
            publisher.raw(sends(1, 15));
            eventually(
                    () -> assertThat(connections.snapshots()).anyMatch(ConnectionSnapshot::paused));
            publisher.raw(sends(16, 30));
            publisher.endOutput();

            eventually(() -> assertThat(connections.size()).isZero());

            assertThat(broker.bean(Refusals.class).count(Refusal.DEPARTED)).isEqualTo(1);
            // Ten wait in the queue; the others waited outside it.
            assertThat(connections.lost()).isEqualTo(20);
            assertThat(output).contains("ended with 20 messages that nobody had taken");
            assertThat(broker.bean(Engine.class).discardWaiting()).isEqualTo(10);
            assertThat(broker.bean(PinnedMemory.class).pinned()).isZero();
        }
    }
}
