package dev.automat.metrics.stream;

import dev.automat.metrics.hub.FeedChunk;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * What a client of an event loop got last, encoded for the wire: mostly the next client gets the
 * same. Used on that loop only.
 */
final class SharedChunk {

    private static final String LINE_END = "\r\n";
    private static final int MOST_FRAMING_BYTES = Integer.BYTES * 2 + 2 * LINE_END.length();

    private FeedChunk chunk = FeedChunk.EMPTY;
    private ByteBuf framed = Unpooled.EMPTY_BUFFER;
    private int users;

    /** Somebody will write chunks, and is to call {@link #close}. */
    void open() {
        users++;
    }

    /** Lets go of the chunk when nobody is left. */
    void close() {
        users--;
        if (users == 0) {
            replace(FeedChunk.EMPTY, Unpooled.EMPTY_BUFFER);
        }
    }

    private void replace(FeedChunk newChunk, ByteBuf newFramed) {
        framed.release();
        framed = newFramed;
        chunk = newChunk;
    }

    /** What the last client got; empty at first. */
    FeedChunk last() {
        return chunk;
    }

    /** As one chunk of HTTP/1.1's chunked coding (RFC 9112, section 7.1). */
    ByteBuf framed(FeedChunk next, ByteBufAllocator allocator) {
        encode(next, allocator);
        return framed.retainedDuplicate();
    }

    /** Without framing. */
    ByteBuf content(FeedChunk next, ByteBufAllocator allocator) {
        encode(next, allocator);
        int end = framed.readableBytes() - LINE_END.length();
        return framed.retainedSlice(end - next.sizeInBytes(), next.sizeInBytes());
    }

    private void encode(FeedChunk next, ByteBufAllocator allocator) {
        if (next != chunk) {
            var buffer = allocator.directBuffer(next.sizeInBytes() + MOST_FRAMING_BYTES);
            ByteBufUtil.writeAscii(buffer, Integer.toHexString(next.sizeInBytes()) + LINE_END);
            next.writeTo(buffer);
            ByteBufUtil.writeAscii(buffer, LINE_END);
            replace(next, buffer);
        }
    }
}
