package dev.automat.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void saysNothingOfNothing() {
        assertThat(new Latencies().quantile(0.5)).isZero();
    }

    @Test
    void isNeverTooLowAndAtMostASixteenthTooHigh() {
        for (long time = 1; time > 0 && time < Long.MAX_VALUE / 4; time = time * 3 + 1) {
            var latencies = new Latencies();
            latencies.record(time);

            assertThat(latencies.quantile(0.5)).isBetween(time, time + time / 16);
        }
    }

    @Test
    void takesTheLongestTimeThereIs() {
        var latencies = new Latencies();
        latencies.record(Long.MAX_VALUE);
        latencies.record(-1);

        assertThat(latencies.quantile(1)).isEqualTo(Long.MAX_VALUE);
        assertThat(latencies.quantile(0.5)).isZero();
    }

    @Test
    void ranksTimesOfSeveralThreads() {
        var few = new Latencies();
        var many = new Latencies();
        few.record(1_000_000);
        for (int i = 0; i < 99; i++) {
            many.record(10);
        }
        many.add(few);

        assertThat(many.count()).isEqualTo(100);
        assertThat(many.quantile(0.99)).isEqualTo(10);
        assertThat(many.quantile(0.999)).isBetween(1_000_000L, 1_062_500L);
    }
}
