package dev.automat.broker.door.stomp;

import dev.automat.test.Pieces;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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
        Pieces.meanTheSame(input, StompDecoderFuzz::decode);
    }

    private static List<String> decode(List<byte[]> pieces) {
        var found = new ArrayList<String>();
        var decoder = new StompDecoder(MAX_BODY);
        var buffer = Unpooled.buffer();
        try {
            for (var piece : pieces) {
                buffer.writeBytes(piece);
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
