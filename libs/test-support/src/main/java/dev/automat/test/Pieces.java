package dev.automat.test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Cuts a stream of bytes as a network may, to see that a decoder does not mind. */
public final class Pieces {

    private Pieces() {}

    /**
     * Decodes an input whole and in pieces, and fails when that is not the same.
     *
     * @param input the first byte seeds the cuts, the others are decoded
     * @param decode decodes pieces, in order, with a new decoder
     */
    public static void meanTheSame(byte[] input, Function<List<byte[]>, List<String>> decode) {
        if (input.length == 0) {
            return;
        }
        var whole = decode.apply(List.of(Arrays.copyOfRange(input, 1, input.length)));
        var cut = decode.apply(cut(input, new Random(input[0]), 1 + (input[0] & 0x1F)));
        if (!whole.equals(cut)) {
            throw new AssertionError("Whole: " + whole + "\ncut: " + cut);
        }
    }

    private static List<byte[]> cut(byte[] input, Random random, int longest) {
        var pieces = new ArrayList<byte[]>();
        for (int at = 1; at < input.length; ) {
            int end = Math.min(at + 1 + random.nextInt(longest), input.length);
            pieces.add(Arrays.copyOfRange(input, at, end));
            at = end;
        }
        return pieces;
    }
}
