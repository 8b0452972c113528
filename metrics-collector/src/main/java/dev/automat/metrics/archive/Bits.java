package dev.automat.metrics.archive;

import java.nio.ByteBuffer;

/** Integers in no more bits than they need. */
final class Bits {

    private static final int MAX_WIDTH = 48;

    private Bits() {}

    /** Small numbers of either sign become small ones without. */
    static long zigzag(long number) {
        return (number << 1) ^ (number >> 63);
    }

    static long unzigzag(long number) {
        return (number >>> 1) ^ -(number & 1);
    }

    static void putVarint(long number, ByteBuffer out) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            out.put((byte) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    static long getVarint(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            number |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("Number does not end");
    }

    /** Writes the width and each number's distance from the base in so many bits. */
    static void pack(long[] numbers, long base, int width, ByteBuffer out) {
        out.put((byte) width);
        long bits = 0;
        int count = 0;
        for (long number : numbers) {
            bits |= (number - base) << count;
            count += width;
            while (count >= 8) {
                out.put((byte) bits);
                bits >>>= 8;
                count -= 8;
            }
        }
        if (count > 0) {
            out.put((byte) bits);
        }
    }

    static long[] unpack(int size, ByteBuffer in) {
        int width = in.get();
        if (width < 0 || width > MAX_WIDTH) {
            throw new IllegalArgumentException("Width is " + width);
        }
        var numbers = new long[size];
        long mask = (1L << width) - 1;
        long bits = 0;
        int count = 0;
        for (int i = 0; i < size; i++) {
            while (count < width) {
                bits |= (in.get() & 0xFFL) << count;
                count += 8;
            }
            numbers[i] = bits & mask;
            bits >>>= width;
            count -= width;
        }
        return numbers;
    }
}
