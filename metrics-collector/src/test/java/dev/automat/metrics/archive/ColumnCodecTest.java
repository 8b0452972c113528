package dev.automat.metrics.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ColumnCodecTest {

    private static final int RUNS = 2_000;

    private final Random random = new Random(20_260_101);

    enum Kind {
        CPU,
        STEADY,
        MEMORY,
        COUNTER,
        ANY_BITS,
        HUGE,
        TINY,
        SIGNED,
        ALMOST_SILENT,
        GAPS;

        float[] column(Random random) {
            var column = new float[Tier.STEPS];
            int first = random.nextInt(1_000_000);
            for (int i = 0; i < column.length; i++) {
                column[i] = value(i, first, random);
            }
            return column;
        }

        private float value(int i, int first, Random random) {
            return switch (this) {
                case CPU -> random.nextInt(20_000) / 100f;
                case STEADY -> first / 7f;
                case MEMORY -> (4_800 + i * 3 + random.nextInt(5)) / 100f;
                case COUNTER -> first + i * 90f;
                case ANY_BITS -> finite(Float.intBitsToFloat(random.nextInt()));
                case HUGE -> (random.nextFloat() - 0.5f) * Float.MAX_VALUE;
                case TINY -> random.nextInt(10) * Float.MIN_VALUE;
                case SIGNED -> random.nextInt(2_001) - 1_000f;
                case ALMOST_SILENT -> i == first % Tier.STEPS ? 1.5f : Float.NaN;
                case GAPS -> random.nextBoolean() ? Float.NaN : random.nextInt(1_000) / 10f;
            };
        }

        private static float finite(float value) {
            return Float.isFinite(value) ? value : 1;
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesBackExactlyWhatWasPacked(Kind kind) {
        for (int run = 0; run < RUNS; run++) {
            var column = kind.column(random);

            var packed = pack(column);

            assertThat(packed.remaining()).isLessThanOrEqualTo(ColumnCodec.MAX_BYTES);
            assertThat(ColumnCodec.decode(packed)).isEqualTo(column);
            assertThat(packed.hasRemaining()).isFalse();
        }
    }

    @Test
    void whatAppsReportTakesLittle() {
        int bytes = 0;
        for (int run = 0; run < 100; run++) {
            bytes += pack(Kind.CPU.column(random)).remaining();
            bytes += pack(Kind.MEMORY.column(random)).remaining();
        }

        // Time costs nothing: it is the place in the column.
        assertThat(bytes / 100.0 / Tier.STEPS).isLessThan(3.5);
    }

    @Test
    void aSilentColumnTakesOneByte() {
        var silent = new float[Tier.STEPS];
        Arrays.fill(silent, Float.NaN);

        assertThat(pack(silent).remaining()).isEqualTo(1);
    }

    @Test
    void whateverTheBytesAreItEnds() {
        for (int run = 0; run < 20_000; run++) {
            var noise = new byte[random.nextInt(ColumnCodec.MAX_BYTES)];
            random.nextBytes(noise);

            var failure = catchThrowable(() -> ColumnCodec.decode(ByteBuffer.wrap(noise)));

            if (failure != null) {
                assertThat(failure)
                        .isInstanceOfAny(
                                BufferUnderflowException.class, IllegalArgumentException.class);
            }
        }
    }

    private static ByteBuffer pack(float[] column) {
        var out = ByteBuffer.allocate(2 * ColumnCodec.MAX_BYTES);
        ColumnCodec.encode(column, out);
        return out.flip();
    }
}
