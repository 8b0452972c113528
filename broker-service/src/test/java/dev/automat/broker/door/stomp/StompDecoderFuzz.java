package dev.automat.broker.door.stomp;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Whatever bytes a client sends, and however they are cut: the decoder finds the same frames,
 * refuses after the same ones, and throws nothing else. A test calls it with bytes of chance, and a
 * fuzzer may.
 */
public final class StompDecoderFuzz {

    private static final int MAX_BODY = 300;

    private StompDecoderFuzz() {}

    /** Checks one input, whose first byte seeds the cuts. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var whole = decode(input, new Random(0), input.length);
        var cut = decode(input, new Random(input[0]), 1 + (input[0] & 0x1F));
        if (!whole.equals(cut)) {
            throw new AssertionError("Whole: " + whole + "\ncut: " + cut);
        }
    }

    private static List<String> decode(byte[] input, Random random, int longestPiece) {
        var found = new ArrayList<String>();
        var decoder = new StompDecoder(MAX_BODY);
        var buffer = Unpooled.buffer();
        try {
            for (int at = 1; at < input.length; ) {
                int longest = Math.min(longestPiece, input.length - at);
                int size = longestPiece == input.length ? longest : 1 + random.nextInt(longest);
                buffer.writeBytes(input, at, size);
                at += size;
                for (var frame = decoder.next(buffer);
                        frame != null;
                        frame = decoder.next(buffer)) {
                    found.add(
                            frame.command()
                                    + frame.headers()
                                    + frame.body().toString(StandardCharsets.ISO_8859_1));
                }
            }
        } catch (StompException e) {
            found.add("refused");
        } finally {
            buffer.release();
        }
        return found;
    }
}
