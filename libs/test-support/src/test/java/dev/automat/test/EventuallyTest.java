package dev.automat.test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
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
}
