package dev.automat.brokerclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClientOptionsTest {

    private static final ClientOptions DEFAULTS = ClientOptions.defaults();

    @Test
    void pausesDoubleUpToTheLongest() {
        var pauses = IntStream.rangeClosed(1, 8).mapToObj(DEFAULTS::pauseAfter);

        assertThat(pauses.map(Duration::toMillis))
                .containsExactly(100L, 200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L);
        assertThat(DEFAULTS.pauseAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aPauseOfNothingStaysNothing() {
        var options = DEFAULTS.withPauses(Duration.ZERO, Duration.ZERO);

        assertThat(options.pauseAfter(3)).isEqualTo(Duration.ZERO);
    }

    @Test
    void refusesDurationsThatMeanNothing() {
        var negative = Duration.ofMillis(-1);

        assertThatThrownBy(() -> DEFAULTS.withCloseTimeout(negative))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DEFAULTS.withPauses(negative, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
