package dev.automat.broker.door.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartBeatsTest {

    private final HeartBeats beats = new HeartBeats();

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    @Test
    void asksForNothingUntilBothAgreed() {
        assertThat(beats.isDue(in(Duration.ofDays(1)))).isFalse();
        assertThat(beats.isMissed(in(Duration.ofDays(1)))).isFalse();
    }

    @Test
    void showsASignOfLifeInTheMiddleOfTheTimeItMayBeSilent() {
        beats.agree(60_000, 0);

        beats.wrote();

        assertThat(beats.isDue(in(Duration.ofSeconds(20)))).isFalse();
        assertThat(beats.isDue(in(Duration.ofSeconds(30)))).isTrue();
    }

    @Test
    void missesAPeerAfterTwiceTheTimeItMayBeSilent() {
        beats.agree(0, 60_000);

        beats.read();

        assertThat(beats.isMissed(in(Duration.ofSeconds(110)))).isFalse();
        assertThat(beats.isMissed(in(Duration.ofSeconds(121)))).isTrue();
    }
}
