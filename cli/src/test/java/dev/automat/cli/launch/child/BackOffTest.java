package dev.automat.cli.launch.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private static final Duration SHORT_LIFE = Duration.ofSeconds(3);

    private final BackOff backOff = new BackOff();

    @Test
    void doublesUpToHalfAMinute() {
        var pauses = Stream.generate(() -> backOff.after(SHORT_LIFE).toSeconds()).limit(7);

        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void beginsAnewAfterAMinuteOfLife() {
        var _ = backOff.after(SHORT_LIFE);
        var _ = backOff.after(SHORT_LIFE);

        assertThat(backOff.after(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(backOff.after(SHORT_LIFE)).isEqualTo(Duration.ofSeconds(2));
    }
}
