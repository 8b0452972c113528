package dev.automat.metrics.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class SeriesRingTest {

    private static final long START = 1_767_225_600L;
    private static final float NONE = Float.NaN;

    private final SeriesRing ring = ring(1_000);

    @Test
    void givesBackWhatWasWrittenAndNothingBetween() {
        write(START, 1);
        write(START + 3, 2);

        assertThat(ring.read("cpu", START - 1, 6)).containsExactly(NONE, 1, NONE, NONE, 2, NONE);
    }

    @Test
    void keepsTheLastOfTwoInOneSecond() {
        write(START, 1);
        write(START, 2);

        assertThat(ring.read("cpu", START, 1)).containsExactly(2);
    }

    @Test
    void fillsInWhatComesLate() {
        write(START + 10, 3);
        write(START + 9, 2);

        assertThat(ring.read("cpu", START + 8, 3)).containsExactly(NONE, 2, 3);
    }

    @Test
    void refusesWhatIsOlderThanAnHour() {
        write(START, 1);

        assertThat(ring.write(START - 3_600, Map.of("cpu", 9.0))).isFalse();
        assertThat(ring.read("cpu", START, 1)).containsExactly(1);
    }

    @Test
    void forgetsAfterAnHour() {
        write(START, 1);
        write(START + 1, 2);

        write(START + 3_600, 3);

        assertThat(ring.read("cpu", START, 2)).containsExactly(NONE, 2);
        assertThat(ring.read("cpu", START + 3_600, 1)).containsExactly(3);
    }

    @Test
    void isSilentForAsLongAsTheAppWas() {
        for (int i = 0; i < 3_600; i++) {
            write(START + i, i);
        }

        write(START + 10_000, 7);

        var hour = ring.read("cpu", START + 10_000 - 3_599, 3_600);
        assertThat(hour[3_599]).isEqualTo(7);
        for (int i = 0; i < 3_599; i++) {
            assertThat(hour[i]).isNaN();
        }
    }

    @Test
    void keepsAWholeHourOverManyTurns() {
        for (int i = 0; i < 9_000; i++) {
            write(START + i, i);
        }

        var hour = ring.read("cpu", START + 8_999 - 3_599, 3_600);
        for (int i = 0; i < 3_600; i++) {
            assertThat(hour[i]).isEqualTo(5_400 + i);
        }
    }

    @Test
    void keepsFurtherFieldsUpToItsLimit() {
        assertThat(ring.write(START, Map.of("cpu", 1.0))).isTrue();
        assertThat(ring.write(START, Map.of("mem", 1.0))).isTrue();
        assertThat(ring.write(START, Map.of("queue", 1.0))).isTrue();

        assertThat(ring.write(START, Map.of("one more", 1.0))).isFalse();

        assertThat(ring.fields()).containsExactly("cpu", "mem", "queue");
    }

    @Test
    void keepsNothingBeyondItsBudgetAndGivesItBack() {
        var budget = new BlockBudget(DataSize.ofBytes(2 * SeriesRing.BLOCK_BYTES));
        var first = new SeriesRing(3, budget);
        assertThat(first.write(START, Map.of("cpu", 1.0))).isTrue();
        assertThat(first.write(START + 300, Map.of("cpu", 1.0))).isTrue();
        var second = new SeriesRing(3, budget);
        assertThat(second.write(START, Map.of("cpu", 1.0))).isFalse();

        first.release();

        assertThat(second.write(START, Map.of("cpu", 1.0))).isTrue();
    }

    private void write(long second, double value) {
        assertThat(ring.write(second, Map.of("cpu", value))).isTrue();
    }

    private static SeriesRing ring(int blocks) {
        return new SeriesRing(
                3, new BlockBudget(DataSize.ofBytes((long) blocks * SeriesRing.BLOCK_BYTES)));
    }
}
