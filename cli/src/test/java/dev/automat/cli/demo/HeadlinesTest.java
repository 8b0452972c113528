package dev.automat.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class HeadlinesTest {

    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-01-01T14:05:30Z"), ZoneOffset.UTC);

    @Test
    void aMinuteAddsOneAtTheTopAndKeepsTheOthers() {
        var now = new Headlines(1, CLOCK, ZoneOffset.UTC).latest();
        var nextMinute = Clock.offset(CLOCK, Duration.ofMinutes(1));
        var later = new Headlines(1, nextMinute, ZoneOffset.UTC).latest();

        assertThat(later.getFirst().title()).startsWith("14:06: ");
        assertThat(later.subList(1, later.size())).isEqualTo(now.subList(0, now.size() - 1));
    }

    @Test
    void twoSitesHaveDifferentNews() {
        var one = new Headlines(1, CLOCK, ZoneOffset.UTC).latest();
        var other = new Headlines(2, CLOCK, ZoneOffset.UTC).latest();

        assertThat(one).doesNotContainAnyElementsOf(other);
    }
}
