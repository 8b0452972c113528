package dev.automat.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class LiveHubTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int CAPACITY = 16;
    private static final LiveEvent HELLO = new LiveEvent("hello", "0");

    private final Sinks.Many<LiveEvent> samples = Sinks.many().multicast().directBestEffort();
    private final Sinks.Many<LiveEvent> states = Sinks.many().multicast().directBestEffort();
    private final LiveHub hub = new LiveHub(List.of(samples.asFlux(), states.asFlux()), CAPACITY);

    @BeforeEach
    void starts() {
        hub.start();
    }

    @AfterEach
    void stops() {
        hub.stop();
    }

    @Test
    void mergesAllSourcesForEveryViewer() {
        var other = hub.events(() -> HELLO).skip(1).take(2).collectList().toFuture();

        StepVerifier.create(hub.events(() -> HELLO))
                .expectNext(HELLO)
                .then(() -> publish(samples, "sample", "1"))
                .expectNext(new LiveEvent("sample", "1"))
                .then(() -> publish(states, "suite", "2"))
                .expectNext(new LiveEvent("suite", "2"))
                .thenCancel()
                .verify(PATIENCE);

        assertThat(other)
                .succeedsWithin(PATIENCE)
                .isEqualTo(List.of(new LiveEvent("sample", "1"), new LiveEvent("suite", "2")));
    }

    @Test
    void tellsALateViewerTheLatestStateOfSuiteAndBrokerAndNoOldSamples() {
        publish(states, "suite", "old");
        publish(states, "suite", "new");
        publish(states, "broker", "rates");
        publish(samples, "sample", "1");

        StepVerifier.create(hub.events(() -> HELLO).take(3).collectList())
                .assertNext(events ->
                        assertThat(events)
                                .containsExactlyInAnyOrder(
                                        HELLO,
                                        new LiveEvent("suite", "new"),
                                        new LiveEvent("broker", "rates")))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void missesNothingThatHappensWhileItGreets() {
        var events =
                hub.events(() -> {
                    publish(samples, "sample", "meanwhile");
                    return HELLO;
                });

        StepVerifier.create(events)
                .expectNext(new LiveEvent("sample", "meanwhile"), HELLO)
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void doesNotLetAViewerWhoStallsHoldTheOthersUp() {
        var stalled =
                new BaseSubscriber<LiveEvent>() {
                    @Override
                    protected void hookOnSubscribe(Subscription subscription) {
                        // Asks for nothing.
                    }
                };
        hub.events(() -> HELLO).subscribe(stalled);

        StepVerifier.create(hub.events(() -> HELLO).take(1_000))
                .then(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        publish(samples, "sample", String.valueOf(i));
                    }
                })
                .expectNextCount(1_000)
                .expectComplete()
                .verify(PATIENCE);

        assertThat(stalled.isDisposed()).isFalse();
        stalled.dispose();
    }

    @Test
    void listensToNothingOnceStopped() {
        assertThat(hub.isRunning()).isTrue();

        hub.stop();

        assertThat(hub.isRunning()).isFalse();
        assertThat(samples.currentSubscriberCount()).isZero();
        assertThat(states.currentSubscriberCount()).isZero();
    }

    private static void publish(Sinks.Many<LiveEvent> source, String name, String json) {
        source.emitNext(new LiveEvent(name, json), Sinks.EmitFailureHandler.FAIL_FAST);
    }
}
