package dev.automat.metrics.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.automat.metrics.sample.Sample;
import dev.automat.metrics.sample.Sender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class FeedHubTest {

    private static final Instant NOW = Instant.ofEpochMilli(7);
    private static final Sender SENDER = new Sender(1, "peer");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FeedHub hub = hub(2, 4);

    @Test
    void wakesAClientOnceUntilItTakes() {
        var outlet = new CountingOutlet();
        var subscription = hub.subscribe(null, outlet);
        publish(1, 3);
        assertThat(outlet.wakes).isEqualTo(1);

        assertThat(take(subscription)).startsWith("retry: 1000\n\n").contains("id: 7-3\n");
        publish(4, 4);

        assertThat(outlet.wakes).isEqualTo(2);
        assertThat(take(subscription)).isEqualTo("id: 7-4\ndata: {\"n\":4}\n\n");
    }

    @Test
    void letsASlowClientLoseItsOldestAndNoOther() {
        var slow = hub.subscribe(null, new CountingOutlet());
        var quick = hub.subscribe(null, new CountingOutlet());
        take(slow);

        var seen = new StringBuilder();
        for (int i = 1; i <= 10; i++) {
            publish(i, i);
            seen.append(take(quick));
        }

        assertThat(seen).doesNotContain("gap").contains("id: 7-1\n", "id: 7-10\n");
        assertThat(take(slow)).startsWith("event: gap\ndata: {\"dropped\":6}\n\nid: 7-7\n");
        assertThat(hub.dropped()).isEqualTo(6);
        assertThat(meters.get("automat.metrics.feed.dropped").functionCounter().count())
                .isEqualTo(6);
    }

    @Test
    void givesASlowClientTheNewestSampleOfEachSeriesThatItLost() {
        var slow = hub.subscribe(null, new CountingOutlet());
        publish("told before", 1);
        take(slow);
        publish("rare", 2);
        publish("rare", 3);
        publish("rarer", 4);

        publish(5, 10);

        assertThat(take(slow))
                .startsWith(
                        """
                        event: gap
                        data: {"dropped":5}

                        id: 7-3
                        data: {"n":3}

                        id: 7-4
                        data: {"n":4}

                        id: 7-7
                        """);
        publish("rare", 11);
        assertThat(take(slow)).isEqualTo("id: 7-11\ndata: {\"n\":11}\n\n");
    }

    @Test
    void givesAReturningClientTheNewestSampleOfEachSeriesThatIsNoLongerKept() {
        publish("rare", 1);
        publish(2, 6_000);

        assertThat(resumeAfter("7-0"))
                .contains("event: gap")
                .contains("id: 7-1\n", "id: 7-6000\n")
                .doesNotContain("id: 7-2\n", "id: 7-5990\n");
        assertThat(resumeAfter("7-1")).contains("event: gap").doesNotContain("id: 7-1\n");
    }

    @Test
    void givesAReturningClientWhatItMissed() {
        publish(1, 4);

        assertThat(resumeAfter("7-2"))
                .doesNotContain("gap")
                .doesNotContain("7-2")
                .contains("id: 7-3\n", "id: 7-4\n");
        assertThat(resumeAfter("7-4")).isEqualTo("retry: 1000\n\n");
    }

    @Test
    void givesAReturningClientAllThatIsKept() {
        publish(1, 4);

        assertThat(resumeAfter("7-1"))
                .startsWith("retry: 1000\n\nid: 7-2\n")
                .doesNotContain("gap")
                .contains("id: 7-3\n", "id: 7-4\n");
        assertThat(resumeAfter("7-0"))
                .startsWith("event: gap\ndata: {\"dropped\":1}\n\n")
                .contains("retry: 1000\n\nid: 7-2\n");
        assertThat(hub.dropped()).isZero();
    }

    @Test
    void tellsAReturningClientOfAnotherRunThatItMissedSomething() {
        publish(1, 2);

        assertThat(resumeAfter("6-1"))
                .contains("event: gap")
                .contains("id: 7-2\n")
                .doesNotContain("id: 7-1\n");
        assertThat(resumeAfter("7-99")).contains("event: gap");
        assertThat(resumeAfter("no id of ours")).contains("event: gap");
    }

    @Test
    void refusesOneClientTooMany() {
        hub.subscribe(null, new CountingOutlet());
        var second = hub.subscribe(null, new CountingOutlet());

        assertThatThrownBy(() -> hub.subscribe(null, new CountingOutlet()))
                .isInstanceOf(FeedFullException.class);
        hub.unsubscribe(second);
        hub.unsubscribe(second);

        assertThat(hub.clients()).isEqualTo(1);
        assertThat(hub.subscribe(null, new CountingOutlet())).isNotNull();
    }

    @Test
    void endsEveryStreamWhenTheServiceStops() {
        var outlet = new CountingOutlet();
        hub.start();
        hub.subscribe(null, outlet);

        hub.stop();

        assertThat(outlet.ended).isTrue();
    }

    @Test
    void givesUpAClientThatTakesNothing() throws Exception {
        var impatient = hub(2, 4, Duration.ofMillis(100));
        var outlet = new CountingOutlet();
        impatient.subscribe(null, outlet);
        impatient.start();

        assertThat(outlet.abandoned.await(10, TimeUnit.SECONDS)).isTrue();

        impatient.stop();
    }

    private FeedHub hub(int maxClients, int maxWaiting) {
        return hub(maxClients, maxWaiting, Duration.ofSeconds(30));
    }

    private FeedHub hub(int maxClients, int maxWaiting, Duration patience) {
        var properties =
                new FeedProperties(
                        maxClients,
                        maxWaiting,
                        DataSize.ofKilobytes(64),
                        DataSize.ofKilobytes(32),
                        patience.dividedBy(2),
                        patience);
        return new FeedHub(properties, Clock.fixed(NOW, ZoneOffset.UTC), meters);
    }

    private void publish(int first, int last) {
        for (int i = first; i <= last; i++) {
            publish("red", i);
        }
    }

    private void publish(String series, int i) {
        var fields = Map.of("cpu", 1.0, "mem", 1.0);
        hub.accept(new Sample(series, NOW, fields, "{\"n\":" + i + "}"), SENDER, NOW);
    }

    private String resumeAfter(@Nullable String lastEventId) {
        var subscription = hub.subscribe(lastEventId, new CountingOutlet());
        hub.unsubscribe(subscription);
        return take(subscription);
    }

    private static String take(FeedSubscription subscription) {
        var bytes = Unpooled.buffer();
        subscription.take(1 << 20, FeedChunk.EMPTY).writeTo(bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static final class CountingOutlet implements FeedOutlet {

        private int wakes;
        private boolean ended;
        private final CountDownLatch abandoned = new CountDownLatch(1);

        @Override
        public void wake() {
            wakes++;
        }

        @Override
        public void end() {
            ended = true;
        }

        @Override
        public void abandon() {
            abandoned.countDown();
        }
    }
}
