package dev.automat.zmtp.wire;

import dev.automat.test.Pieces;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/**
 * Whatever bytes a peer sends, and however they are cut: the decoder finds the same, refuses in the
 * same place, throws nothing else and keeps nothing. A test calls it with bytes of chance, and a
 * fuzzer may.
 */
public final class DecoderFuzz {

    private static final int MAX_FRAME = 300;
    private static final int MAX_MESSAGE = 500;
    private static final int MAX_PARTS = 4;
    private static final int BUDGET = 100_000;

    private DecoderFuzz() {}

    /** Checks one input, whose first byte seeds the cuts. */
    public static void fuzzerTestOneInput(byte[] input) {
        Pieces.meanTheSame(input, DecoderFuzz::decode);
    }

    private static List<String> decode(List<byte[]> pieces) {
        var found = new Found();
        var budget = new BufferBudget(BUDGET);
        try (var decoder = new FrameDecoder(UnpooledByteBufAllocator.DEFAULT, budget, found)) {
            decoder.allowMessages(MAX_FRAME, MAX_MESSAGE, MAX_PARTS);
            pieces.forEach(piece -> decoder.feed(Unpooled.wrappedBuffer(piece)));
        } catch (ZmtpViolationException e) {
            found.list.add(e.violation().name());
        }
        if (budget.used() != 0) {
            throw new AssertionError("The decoder keeps " + budget.used() + " bytes");
        }
        return found.list;
    }

    private static final class Found implements FrameDecoder.Sink {

        private final List<String> list = new ArrayList<>();

        @Override
        public void message(ByteBuf buffer, int base, int[] offsets, int[] lengths, int parts) {
            var text = new StringBuilder("message");
            for (int i = 0; i < parts; i++) {
                text.append(' ').append(ByteBufUtil.hexDump(buffer, base + offsets[i], lengths[i]));
            }
            list.add(text.toString());
        }

        @Override
        public void command(ByteBuf frame) {
            var command = Command.parse(frame);
            list.add("command " + command.name() + " " + ByteBufUtil.hexDump(command.body()));
        }
    }
}
