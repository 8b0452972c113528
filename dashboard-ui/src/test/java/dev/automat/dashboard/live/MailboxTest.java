package dev.automat.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class MailboxTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Sinks.Many<LiveEvent> events = Sinks.many().multicast().directBestEffort();

    @Test
    void passesOnWhatComesToOneWhoReads() {
        StepVerifier.create(new Mailbox(2).deliver(events.asFlux()))
                .then(() -> emit(1, 100))
                .expectNextSequence(
                        IntStream.rangeClosed(1, 100).mapToObj(MailboxTest::event).toList())
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void dropsTheOldestForOneWhoDoesNotReadAndSaysHowMany() {
        StepVerifier.create(new Mailbox(10).deliver(events.asFlux()), 0)
                .expectSubscription()
                .then(() -> emit(1, 100))
                .thenRequest(100)
                // The first was on its way out before anything was lost.
                .expectNext(event(1), LiveEvent.gap(89), event(91))
                .thenConsumeWhile(event -> !event.equals(event(100)))
                .expectNext(event(100))
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void holdsNoMoreThanItsCapacity() {
        var mailbox = new Mailbox(10).deliver(events.asFlux());

        StepVerifier.create(mailbox, 0)
                .expectSubscription()
                .then(() -> emit(1, 100_000))
                .thenRequest(1_000)
                .recordWith(ArrayList::new)
                .thenConsumeWhile(event -> !event.equals(event(100_000)))
                .consumeRecordedWith(seen ->
                        assertThat(seen).hasSizeLessThanOrEqualTo(12).contains(event(99_992)))
                .thenCancel()
                .verify(PATIENCE);
    }

    private void emit(int first, int last) {
        for (int i = first; i <= last; i++) {
            events.emitNext(event(i), Sinks.EmitFailureHandler.FAIL_FAST);
        }
    }

    private static LiveEvent event(int number) {
        return new LiveEvent("sample", "{\"n\":" + number + "}");
    }
}
