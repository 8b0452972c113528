package dev.automat.metrics.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeakJudgeTest {

    private static final int DAY = 86_400;
    private static final int HOUR = 3_600;
    private static final int TURN = 30;
    private static final double LIMIT = 512;

    /** Seven shapes of memory that is no leak. */
    enum Shape {
        STEADY,
        SAWTOOTH,
        WALK,
        STEPS,
        WARM_UP,
        DAILY_CYCLE,
        BURSTS;

        float[] day(Random random) {
            var values = new float[DAY];
            double walk = 200;
            for (int i = 0; i < DAY; i++) {
                walk += 0.05 * random.nextGaussian() + 0.0005 * (200 - walk);
                double noise = 0.2 * random.nextGaussian();
                values[i] =
                        (float)
                                switch (this) {
                                    case STEADY -> 200 + noise;
                                    case SAWTOOTH -> 150 + noise + 60.0 * (i % 97) / 97;
                                    case WALK -> walk;
                                    case STEPS -> 100 + noise + 20 * (i / 7_000);
                                    case WARM_UP -> 200 + noise - 120 * Math.exp(-i / 400.0);
                                    case DAILY_CYCLE ->
                                            200 + noise + 80 * Math.sin(2 * Math.PI * i / DAY);
                                    case BURSTS -> 150 + noise + (i % 1_000 < 120 ? 100 : 0);
                                };
            }
            return values;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDayOfAShapeThatIsNoLeakRaisesNoAlarm(Shape shape) {
        var day = shape.day(new Random(shape.name().hashCode()));

        double highest = Double.NaN;
        for (int end = 2 * 60; end <= DAY; end += TURN) {
            for (int i = Math.max(0, end - HOUR - TURN); i < end - HOUR; i++) {
                highest = highest >= day[i] ? highest : day[i];
            }
            var hour = Arrays.copyOfRange(day, Math.max(0, end - HOUR), end);

            assertThat(LeakJudge.judge(hour, null, LIMIT, highest))
                    .as("after %d s", end)
                    .isNotInstanceOf(Growth.Leak.class);
        }
    }

    @Test
    void aSteadyLeakOfTheHeapIsNamedInTwoMinutesWithItsSlopeAndTimeLeft() {
        var random = new Random(1);
        var values = new float[130];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (50 + 0.2 * i + 0.1 * random.nextGaussian());
        }

        var growth = LeakJudge.judge(values, values, LIMIT, Double.NaN);

        assertThat(growth).isInstanceOf(Growth.Leak.class);
        if (growth instanceof Growth.Leak leak) {
            assertThat(leak.mebibytesPerMinute()).isBetween(12 * 0.93, 12 * 1.07);
            assertThat(leak.left().toSeconds()).isBetween(2_000L, 2_400L);
            assertThat(leak.soonest()).isLessThanOrEqualTo(leak.left());
            assertThat(leak.latest()).isGreaterThanOrEqualTo(leak.left());
        }
    }

    @Test
    void aLeakUnderASawtoothIsSeenInWhatCollectionsLeave() {
        var random = new Random(2);
        var heap = new float[150];
        var resident = new float[150];
        for (int i = 0; i < heap.length; i++) {
            heap[i] = (float) (10 + 0.02 * (i / 3 * 3) + 0.001 * random.nextGaussian());
            resident[i] = 80;
        }

        assertThat(LeakJudge.judge(resident, heap, 23, Double.NaN)).isInstanceOf(Growth.Leak.class);
    }

    @Test
    void aClimbOfResidentMemoryIsNoneOfTheHeap() {
        var resident = new float[HOUR];
        var heap = new float[HOUR];
        for (int i = 0; i < HOUR; i++) {
            resident[i] = 50 + 0.05f * i;
            heap[i] = 10 + i % 2 * 0.01f;
        }

        assertThat(LeakJudge.judge(resident, heap, LIMIT, Double.NaN))
                .isEqualTo(Growth.None.INSTANCE);
    }

    @Test
    void growthWithoutANearLimitIsAFactAndNoAlarm() {
        var values = new float[HOUR];
        for (int i = 0; i < HOUR; i++) {
            values[i] = 50 + 0.001f * i;
        }

        assertThat(LeakJudge.judge(values, null, LIMIT, Double.NaN))
                .isInstanceOf(Growth.Growing.class);
        assertThat(LeakJudge.judge(values, null, Double.NaN, Double.NaN))
                .isInstanceOf(Growth.Growing.class);
        assertThat(LeakJudge.judge(values, null, 60, Double.NaN)).isInstanceOf(Growth.Leak.class);
    }

    @Test
    void aLeakThatBeginsAfterALongCalmIsNamed() {
        var random = new Random(3);
        var values = new float[HOUR];
        for (int i = 0; i < HOUR; i++) {
            double grown = i < 3_300 ? 0 : 0.1 * (i - 3_300);
            values[i] = (float) (50 + grown + 0.1 * random.nextGaussian());
        }

        assertThat(LeakJudge.judge(values, null, LIMIT, 51)).isInstanceOf(Growth.Leak.class);
        assertThat(LeakJudge.judge(values, null, LIMIT, 100)).isInstanceOf(Growth.Growing.class);
    }

    @Test
    void whatFewCollectionsLeftSaysNothingHoweverRarelyAnAppReports() {
        int rarely = 10;
        int seconds = 480;
        var heap = new float[seconds];
        Arrays.fill(heap, Float.NaN);
        for (int i = 0; i < seconds; i += rarely) {
            heap[i] = 10 + i / 30; // Seven collections in four minutes.
        }

        assertThat(LeakJudge.judge(heap, heap, 100, Double.NaN)).isEqualTo(Growth.None.INSTANCE);
    }

    @Test
    void aLeakOfTheHeapIsNamedInAnAppThatReportsRarely() {
        var heap = new float[HOUR];
        Arrays.fill(heap, Float.NaN);
        for (int i = 0; i < HOUR; i += 60) {
            heap[i] = 10 + i / 120;
        }

        assertThat(LeakJudge.judge(heap, heap, 60, Double.NaN)).isInstanceOf(Growth.Leak.class);
    }

    @Test
    void gapsAndTooFewValuesSayNothing() {
        var silent = new float[HOUR];
        Arrays.fill(silent, Float.NaN);

        assertThat(LeakJudge.judge(silent, null, LIMIT, Double.NaN))
                .isEqualTo(Growth.None.INSTANCE);
        assertThat(LeakJudge.judge(new float[0], null, LIMIT, Double.NaN))
                .isEqualTo(Growth.None.INSTANCE);
    }
}
