package dev.automat.system;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A listener and a sender in another language meet through the broker. */
@ExtendWith(DemoSuite.class)
class BrokerFromPythonIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Suite suite;

    BrokerFromPythonIT(Suite suite) {
        this.suite = suite;
    }

    @Test
    void aQueueGivesEachMessageToOneWorkerInTurn() throws Exception {
        try (var first = listen("/queue/python");
                var second = listen("/queue/python")) {
            awaitSubscribers("/queue/python", 2);

            assertThat(send("/queue/python", 10)).isZero();

            eventually(
                    "ten messages in all",
                    PATIENCE,
                    () -> received(first) + received(second) == 10);
            assertThat(received(first)).isEqualTo(5);
        }
    }

    @Test
    void aTopicGivesEachMessageToEverySubscriber() throws Exception {
        try (var first = listen("/topic/python");
                var second = listen("/topic/python")) {
            awaitSubscribers("/topic/python", 2);

            assertThat(send("/topic/python", 10)).isZero();

            eventually(
                    "ten messages each",
                    PATIENCE,
                    () -> received(first) == 10 && received(second) == 10);
        }
    }

    private PythonProgram listen(String channel) throws Exception {
        return PythonProgram.start(
                "frames_listener.py", "--port", suite.port(25_000), "--channel", channel);
    }

    private int send(String channel, int count) throws Exception {
        try (var sender =
                PythonProgram.start(
                        "frames_sender.py",
                        "--port",
                        suite.port(25_000),
                        "--channel",
                        channel,
                        "--interval",
                        0,
                        "--count",
                        count)) {
            return sender.awaitExit();
        }
    }

    private static long received(PythonProgram listener) {
        return listener.lines().stream().filter(line -> line.contains("message")).count();
    }

    private void awaitSubscribers(String channel, int count) {
        eventually(
                count + " subscribers of " + channel,
                PATIENCE,
                () ->
                        StreamSupport.stream(
                                        Http.json(suite.url(8086) + "/api/channels").spliterator(),
                                        false)
                                .anyMatch(known ->
                                        known.path("name").asString().equals(channel)
                                                && known.path("subscribers").asInt() == count));
    }
}
