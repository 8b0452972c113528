package dev.automat.broker.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs of short texts, and texts out of what channels hand to connections. */
final class Messages {

    private Messages() {}

    static Run run(PinnedMemory memory, String... texts) {
        var bytes = ByteBufAllocator.DEFAULT.directBuffer(64);
        for (var text : texts) {
            bytes.writeInt(text.length());
            bytes.writeCharSequence(text, StandardCharsets.US_ASCII);
        }
        return Run.of(bytes, texts.length, memory);
    }

    /** The texts of messages that are complete; the buffer stays as it is. */
    static List<String> texts(ByteBuf bytes) {
        var texts = new ArrayList<String>();
        int at = bytes.readerIndex();
        while (bytes.writerIndex() - at >= 4 && bytes.writerIndex() - at - 4 >= bytes.getInt(at)) {
            int length = bytes.getInt(at);
            texts.add(bytes.toString(at + 4, length, StandardCharsets.US_ASCII));
            at += 4 + length;
        }
        return texts;
    }

    static String[] numbered(int first, int last) {
        var texts = new String[last - first + 1];
        for (int i = first; i <= last; i++) {
            texts[i - first] = String.valueOf(i);
        }
        return texts;
    }
}
