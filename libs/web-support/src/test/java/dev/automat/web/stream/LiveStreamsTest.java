package dev.automat.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class LiveStreamsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LiveStreams streams = new LiveStreams();

    @Test
    void opensWithARetryDelayThenPassesEvents() {
        streams.start();
        var event = ServerSentEvent.builder("soup").build();

        StepVerifier.create(streams.keepAlive(Flux.just(event)))
                .assertNext(hello -> assertThat(hello.retry()).isEqualTo(Duration.ofSeconds(1)))
                .expectNext(event)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void sendsACommentEveryFifteenSeconds() {
        StepVerifier.withVirtualTime(
                        () -> {
                            streams.start();
                            return streams.keepAlive(Flux.<ServerSentEvent<String>>never());
                        })
                .expectNextCount(1)
                .expectNoEvent(Duration.ofSeconds(14))
                .thenAwait(Duration.ofSeconds(1))
                .assertNext(beat -> assertThat(beat.comment()).isEqualTo("alive"))
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void endsWhenTheServiceStops() {
        streams.start();

        StepVerifier.create(streams.keepAlive(Flux.<ServerSentEvent<String>>never()))
                .expectNextCount(1)
                .then(streams::stop)
                .expectComplete()
                .verify(PATIENCE);
    }
}
