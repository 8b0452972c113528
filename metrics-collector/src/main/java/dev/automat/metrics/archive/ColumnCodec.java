package dev.automat.metrics.archive;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Packs a column of 120 single-precision values, without loss, into few bytes.
 *
 * <p>What apps report has few decimals. So the values are taken as integers of the smallest power
 * of ten that brings all of them back exactly, and these, or their differences, are packed into as
 * many bits as the widest needs. A column that no power of ten fits is kept as it is.
 *
 * <pre>
 * mode(1)  bits 0-2: decimals, 7 = unpacked; bit 3: gaps; bit 4: differences; bit 5: empty
 * [bitmap(15)] of the values that are there
 * base(varint, zigzag) width(1) bits(width * count)
 * </pre>
 */
final class ColumnCodec {

    /** The most bytes of a column. */
    static final int MAX_BYTES = 1 + Tier.STEPS / 8 + Tier.STEPS * Float.BYTES;

    private static final int UNPACKED = 7;
    private static final int GAPS = 0x08;
    private static final int DIFFERENCES = 0x10;
    private static final int EMPTY = 0x20;
    private static final int MAX_DECIMALS = 4;
    private static final long LARGEST = 1L << 40;

    private ColumnCodec() {}

    /** Packs a column of {@link Tier#STEPS} values; NaN is a gap. */
    static void encode(float[] column, ByteBuffer out) {
        var values = present(column);
        if (values.length == 0) {
            out.put((byte) EMPTY);
            return;
        }
        int gaps = values.length < column.length ? GAPS : 0;
        int decimals = decimals(values);
        if (decimals == UNPACKED) {
            out.put((byte) (UNPACKED | gaps));
            putBitmap(column, gaps, out);
            for (float value : values) {
                out.putFloat(value);
            }
            return;
        }
        var integers = integers(values, decimals);
        var differences = differences(integers);
        long least = least(integers);
        int plainWidth = width(integers, least);
        int differenceWidth = width(differences, 0);
        if (differenceWidth < plainWidth) {
            out.put((byte) (decimals | gaps | DIFFERENCES));
            putBitmap(column, gaps, out);
            Bits.putVarint(Bits.zigzag(integers[0]), out);
            Bits.pack(differences, 0, differenceWidth, out);
        } else {
            out.put((byte) (decimals | gaps));
            putBitmap(column, gaps, out);
            Bits.putVarint(Bits.zigzag(least), out);
            Bits.pack(integers, least, plainWidth, out);
        }
    }

    private static float[] present(float[] column) {
        var values = new float[column.length];
        int count = 0;
        for (float value : column) {
            if (!Float.isNaN(value)) {
                values[count++] = value;
            }
        }
        return Arrays.copyOf(values, count);
    }

    private static int decimals(float[] values) {
        for (int decimals = 0; decimals <= MAX_DECIMALS; decimals++) {
            if (fits(values, decimals)) {
                return decimals;
            }
        }
        return UNPACKED;
    }

    private static boolean fits(float[] values, int decimals) {
        double power = power(decimals);
        for (float value : values) {
            long integer = Math.round(value * power);
            if (Math.abs(integer) > LARGEST || value(integer, power) != value) {
                return false;
            }
        }
        return true;
    }

    private static double power(int decimals) {
        return Math.pow(10, decimals);
    }

    private static float value(long integer, double power) {
        return (float) (integer / power);
    }

    private static long[] integers(float[] values, int decimals) {
        var integers = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            integers[i] = Math.round(values[i] * power(decimals));
        }
        return integers;
    }

    /** From each to the next, as numbers from 0 up; the first is 0. */
    private static long[] differences(long[] integers) {
        var differences = new long[integers.length];
        for (int i = 1; i < integers.length; i++) {
            differences[i] = Bits.zigzag(integers[i] - integers[i - 1]);
        }
        return differences;
    }

    private static long least(long[] integers) {
        long least = integers[0];
        for (long integer : integers) {
            least = Math.min(least, integer);
        }
        return least;
    }

    private static int width(long[] integers, long base) {
        long all = 0;
        for (long integer : integers) {
            all |= integer - base;
        }
        return Long.SIZE - Long.numberOfLeadingZeros(all);
    }

    private static void putBitmap(float[] column, int gaps, ByteBuffer out) {
        if (gaps == 0) {
            return;
        }
        for (int i = 0; i < column.length; i += 8) {
            int bits = 0;
            for (int bit = 0; bit < 8; bit++) {
                bits |= Float.isNaN(column[i + bit]) ? 0 : 1 << bit;
            }
            out.put((byte) bits);
        }
    }

    /**
     * Unpacks a column.
     *
     * @throws IllegalArgumentException when the bytes are none
     * @throws java.nio.BufferUnderflowException when they are cut off
     */
    static float[] decode(ByteBuffer in) {
        int mode = in.get();
        var isPresent = new boolean[Tier.STEPS];
        int count = presence(mode, in, isPresent);
        var values = new float[Tier.STEPS];
        Arrays.fill(values, Float.NaN);
        if (count == 0) {
            return values;
        }
        var packed = (mode & UNPACKED) == UNPACKED ? floats(count, in) : unpack(mode, count, in);
        int next = 0;
        for (int i = 0; i < values.length; i++) {
            if (isPresent[i]) {
                values[i] = packed[next++];
            }
        }
        return values;
    }

    private static int presence(int mode, ByteBuffer in, boolean[] isPresent) {
        if ((mode & EMPTY) != 0) {
            return 0;
        }
        int count = 0;
        for (int i = 0; i < isPresent.length; i += 8) {
            int bits = (mode & GAPS) != 0 ? in.get() : 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                isPresent[i + bit] = (bits & (1 << bit)) != 0;
            }
            count += Integer.bitCount(bits & 0xFF);
        }
        return count;
    }

    private static float[] floats(int count, ByteBuffer in) {
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.getFloat();
        }
        return values;
    }

    private static float[] unpack(int mode, int count, ByteBuffer in) {
        double power = power(mode & UNPACKED);
        long base = Bits.unzigzag(Bits.getVarint(in));
        var packed = Bits.unpack(count, in);
        boolean isDifferences = (mode & DIFFERENCES) != 0;
        var values = new float[count];
        long last = base;
        for (int i = 0; i < count; i++) {
            last = isDifferences ? last + Bits.unzigzag(packed[i]) : base + packed[i];
            values[i] = value(last, power);
        }
        return values;
    }
}
