package dev.automat.broker.engine.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Message;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.nats.client.impl.NatsMessage;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What JetStream hears of a message, and which of its deliveries count as tries. */
class OwedMessageTest {

    private final Tries tries = new Tries();
    private final List<String> heard = new ArrayList<>();
    private final List<OwedMessage> done = new ArrayList<>();

    /** The message at a place of the stream, delivered for so many times. */
    private OwedMessage delivered(int sequence, int deliveries) {
        var metaData = metaData(sequence, deliveries);
        var types = new Class<?>[] {Message.class};
        var message =
                Proxy.newProxyInstance(
                        Message.class.getClassLoader(),
                        types,
                        (_, method, arguments) -> {
                            if (method.getName().equals("metaData")) {
                                return metaData;
                            }
                            heard.add(method.getName() + (arguments == null ? "" : arguments[0]));
                            return null;
                        });
        return new OwedMessage((Message) message, tries, done::add);
    }

    private static NatsJetStreamMetaData metaData(int sequence, int deliveries) {
        var replyTo =
                "$JS.ACK.queues.consumer.%d.%d.1.1700000000000000000.0"
                        .formatted(deliveries, sequence);
        var message =
                new NatsMessage("mq.p.x", replyTo, new byte[0]) {
                    @Override
                    public boolean isJetStream() {
                        return true;
                    }
                };
        return new NatsJetStreamMetaData(message);
    }

    @Test
    void aMessageThatAWorkerGaveBackComesAtOnceAndWasTried() {
        delivered(5, 1).returned(1);
        var again = delivered(5, 2);
        assertThat(again.triesBefore()).isEqualTo(1);
        again.returned(2);

        assertThat(delivered(5, 3).triesBefore()).isEqualTo(2);
        assertThat(delivered(6, 3).triesBefore()).isZero();
        assertThat(heard).containsExactly("nak", "nak");
        assertThat(done).hasSize(2);
    }

    @Test
    void aMessageThatNobodyTookRestsLongerEachTimeAndWasNotTried() {
        for (int deliveries = 1; deliveries <= 9; deliveries++) {
            delivered(5, deliveries).notTaken();
        }

        assertThat(heard)
                .startsWith("nakWithDelayPT0.1S", "nakWithDelayPT0.2S", "nakWithDelayPT0.4S")
                .endsWith("nakWithDelayPT6.4S", "nakWithDelayPT6.4S");
        assertThat(delivered(5, 10).triesBefore()).isZero();
        assertThat(done).hasSize(9);
    }

    @Test
    void aMessageWhoseWorkerLeftBeforeItGotThereGoesOnAtOnceAndLaterRests() {
        delivered(5, 1).returned(0);
        delivered(5, 2).returned(0);

        assertThat(heard).containsExactly("nak", "nakWithDelayPT0.2S");
        assertThat(delivered(5, 3).triesBefore()).isZero();
    }

    @Test
    void triesOfAMessageThatIsDoneAreForgotten() {
        delivered(5, 1).returned(1);
        delivered(5, 2).settled();

        assertThat(delivered(5, 3).triesBefore()).isZero();
        assertThat(heard).containsExactly("nak", "ack");
    }

    @Test
    void triesOfTheMessagesThatCameBackLastAreRemembered() {
        for (int sequence = 0; sequence <= Tries.REMEMBERED; sequence++) {
            tries.note(metaData(sequence, 1), 3);
        }

        assertThat(tries.of(metaData(0, 2))).isZero();
        assertThat(tries.of(metaData(1, 2))).isEqualTo(3);
        assertThat(tries.of(metaData(Tries.REMEMBERED, 2))).isEqualTo(3);
    }

    @Test
    void aPauseIsBounded() {
        assertThat(OwedMessage.pauseAfter(1)).isEqualTo(Duration.ofMillis(100));
        assertThat(OwedMessage.pauseAfter(Long.MAX_VALUE)).isEqualTo(Duration.ofMillis(6_400));
    }
}
