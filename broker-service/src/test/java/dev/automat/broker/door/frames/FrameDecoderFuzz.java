package dev.automat.broker.door.frames;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.test.Pieces;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Whatever bytes a client sends, and however they are cut: the decoder finds the same frames,
 * refuses after the same ones, throws nothing else and keeps nothing. A test calls it with bytes of
 * chance, and a fuzzer may.
 */
public final class FrameDecoderFuzz {

    private static final int MAX_NAME = 20;
    private static final int MAX_FRAME = 300;

    private FrameDecoderFuzz() {}

    /** Checks one input, whose first byte seeds the cuts. */
    public static void fuzzerTestOneInput(byte[] input) {
        Pieces.meanTheSame(input, FrameDecoderFuzz::decode);
    }

    private static List<String> decode(List<byte[]> pieces) {
        var found = new Found();
        var memory = new PinnedMemory(Long.MAX_VALUE);
        var decoder =
                new FrameDecoder(
                        MAX_NAME, MAX_FRAME, UnpooledByteBufAllocator.DEFAULT, memory, found);
        try {
            for (var piece : pieces) {
                decoder.decode(Unpooled.wrappedBuffer(piece));
            }
        } catch (RefusedException e) {
            found.texts.add(e.refusal().name());
        } finally {
            decoder.release();
        }
        if (memory.pinned() != 0) {
            throw new AssertionError("Keeps " + memory.pinned() + " bytes");
        }
        return found.texts;
    }

    private static final class Found implements FrameDecoder.Sink {

        private final List<String> texts = new ArrayList<>();

        @Override
        public void subscribe(ByteBuf source, int index, int length) {
            add("subscribe", source, index, length);
        }

        @Override
        public void channel(ByteBuf source, int index, int length) {
            add("channel", source, index, length);
        }

        @Override
        public void message(ByteBuf source, int index, int size) {
            add("message", source, index, size);
        }

        @Override
        public void message(ByteBuf owned) {
            message(owned, owned.readerIndex(), owned.readableBytes());
            owned.release();
        }

        @Override
        public void goodBye() {
            texts.add("good-bye");
        }

        private void add(String kind, ByteBuf source, int index, int length) {
            texts.add(kind + source.toString(index, length, StandardCharsets.ISO_8859_1));
        }
    }
}
