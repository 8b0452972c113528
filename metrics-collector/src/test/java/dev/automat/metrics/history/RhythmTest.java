package dev.automat.metrics.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RhythmTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final Rhythm rhythm = new Rhythm();
    private Instant last = NOW;

    @Test
    void nothingIsKnownOfWhoReportedOnce() {
        rhythm.heard(NOW);

        assertThat(rhythm.isKnown()).isFalse();
    }

    @Test
    void whoReportedTwiceMayBeSilentForThreeOfItsIntervals() {
        report(60, 1);

        assertThat(rhythm.isKnown()).isTrue();
        assertThat(rhythm.patience()).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void aQuickAppMayBeSilentForFiveSeconds() {
        report(1, 10);

        assertThat(rhythm.patience()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void anHourIsLearnedAsAnInterval() {
        report(3_601, 2);

        assertThat(rhythm.patience()).isEqualTo(Duration.ofSeconds(3 * 3_601));
    }

    @Test
    void oneLongPauseDoesNotMakeAQuickAppsSilenceLast() {
        report(2, 10);
        report(3_000, 1);

        assertThat(rhythm.patience()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void twoLongPausesAreLearnedAndForgottenAgain() {
        report(2, 10);
        report(600, 2);
        assertThat(rhythm.patience()).isEqualTo(Duration.ofMinutes(30));

        report(2, 7);

        assertThat(rhythm.patience()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void twoThatShareANameMayReportOneRightAfterTheOther() {
        for (int i = 0; i < 20; i++) {
            report(2, 1);
            report(58, 1);
        }

        assertThat(rhythm.patience()).isEqualTo(Duration.ofSeconds(3 * 58));
    }

    @Test
    void whatWaitedAndComesAtOnceIsOneSample() {
        report(60, 8);
        for (int i = 1; i <= 40; i++) {
            rhythm.heard(last.plusMillis(i));
        }

        assertThat(rhythm.patience()).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void aVeryQuickAppIsKnownAsWell() {
        for (int i = 0; i < 100; i++) {
            rhythm.heard(NOW.plusMillis(10L * i));
        }

        assertThat(rhythm.isKnown()).isTrue();
        assertThat(rhythm.patience()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aPauseOfHoursAndOneBackwardsSayNothing() {
        rhythm.heard(NOW);
        rhythm.heard(NOW.minusSeconds(60));
        rhythm.heard(NOW.plus(Duration.ofHours(2)));

        assertThat(rhythm.isKnown()).isFalse();
    }

    private void report(int interval, int times) {
        rhythm.heard(last);
        for (int i = 0; i < times; i++) {
            last = last.plusSeconds(interval);
            rhythm.heard(last);
        }
    }
}
