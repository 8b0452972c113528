package dev.automat.metrics.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeRangeTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.5Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long SECOND = NOW.getEpochSecond();

    @Test
    void isTheLastFiveMinutesByDefault() {
        assertThat(TimeRange.of(null, null, NOW, HOUR)).isEqualTo(new TimeRange(SECOND - 299, 300));
    }

    @Test
    void readsSecondsAndIsoTimes() {
        assertThat(TimeRange.of("" + (SECOND - 9), (SECOND - 5) + ".9", NOW, HOUR))
                .isEqualTo(new TimeRange(SECOND - 9, 5));
        assertThat(TimeRange.of("2026-01-01T12:59:51+01:00", "2026-01-01T12:00:00Z", NOW, HOUR))
                .isEqualTo(new TimeRange(SECOND - 9, 10));
    }

    @Test
    void endsWhereHistoryEnds() {
        assertThat(TimeRange.of("0", "999999999999", NOW, HOUR))
                .isEqualTo(new TimeRange(SECOND - 3_599, 3_600));
        assertThat(TimeRange.of("0", "1", NOW, HOUR).seconds()).isZero();
        assertThat(TimeRange.of("" + (SECOND + 50), "" + (SECOND + 90), NOW, HOUR).seconds())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "1e9", "2026-01-01T12:00:00", "99999999999999999999"})
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> TimeRange.of(text, null, NOW, HOUR))
                .isInstanceOf(InvalidRangeException.class)
                .hasMessageContaining("from");
    }

    @Test
    void refusesAnEndBeforeTheBegin() {
        assertThatThrownBy(() -> TimeRange.of("20", "10", NOW, HOUR))
                .isInstanceOf(InvalidRangeException.class);
    }
}
