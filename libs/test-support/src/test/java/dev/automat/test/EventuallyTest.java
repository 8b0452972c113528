package dev.automat.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {

    @Test
    void saysWhatWasWaitedForAndWhyItWasNotSo() {
        assertThatThrownBy(() ->
                        Eventually.eventually(
                                "the port is open",
                                Duration.ofMillis(200),
                                () -> {
                                    throw new IOException("refused");
                                }))
                .hasMessageContaining("the port is open")
                .hasRootCauseMessage("refused");
    }

    @Test
    void looksAgainAfterAnException() {
        var looks = new AtomicInteger();

        Eventually.eventually(() -> {
            if (looks.incrementAndGet() < 3) {
                throw new IOException("refused");
            }
            assertThat(looks).hasValue(3);
        });
    }

    @Test
    void saysWhyAnAssertionNeverHeld() {
        assertThatThrownBy(() ->
                        Eventually.eventually(
                                Duration.ofMillis(200), () -> assertThat("cold").isEqualTo("hot")))
                .hasMessageContaining("cold");
        assertThatThrownBy(() ->
                        Eventually.eventually(
                                Duration.ofMillis(200),
                                () -> {
                                    throw new IOException("refused");
                                }))
                .hasRootCauseMessage("refused");
    }
}
