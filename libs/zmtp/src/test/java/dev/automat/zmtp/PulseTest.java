package dev.automat.zmtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PulseTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Pulse pulse =
            new Pulse(
                    new SocketOptions.Range(Duration.ofSeconds(10), Duration.ofSeconds(30)),
                    Duration.ofSeconds(60),
                    0);

    @Test
    void asksAPeerThatIsQuietAndGivesUpASilentOne() {
        assertThat(pulse.wantsAnswer(10 * SECOND - 1)).isFalse();
        assertThat(pulse.wantsAnswer(10 * SECOND)).isTrue();
        assertThat(pulse.isSilent(true, 30 * SECOND - 1)).isFalse();
        assertThat(pulse.isSilent(true, 30 * SECOND)).isTrue();
    }

    @Test
    void keepsAPeerThatIsHeardOfForEver() {
        for (long now = 0; now < 300 * SECOND; now += 20 * SECOND) {
            assertThat(pulse.isSilent(true, now)).isFalse();
            pulse.heard(now);
        }
    }

    @Test
    void neverGivesUpAQuietPeerThatCannotAnswer() {
        assertThat(pulse.isSilent(false, 300 * SECOND)).isFalse();
    }

    @Test
    void holdsAPeerToItsPromise() {
        pulse.promised(Duration.ofSeconds(3));

        assertThat(pulse.isSilent(false, 3 * SECOND - 1)).isFalse();
        assertThat(pulse.isSilent(false, 3 * SECOND)).isTrue();
    }
}
