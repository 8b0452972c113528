package dev.automat.zmtp.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/**
 * CURVE's MESSAGE: a number that only grows, so that nothing can be sent twice, and a box of a
 * plain frame's flags and body.
 */
final class CurveSealing implements Sealing {

    private static final byte[] NAME = "\7MESSAGE".getBytes(StandardCharsets.US_ASCII);
    private static final int INNER_MORE = 1;
    private static final int INNER_COMMAND = 2;
    private static final int NUMBER_SIZE = 8;
    private static final int OVERHEAD = NAME.length + NUMBER_SIZE + Box.OVERHEAD + 1;

    private final Box box;
    private final String ownPrefix;
    private final String peerPrefix;
    private final CurveNonces own;
    private final CurveNonces peer;

    CurveSealing(Box box, boolean isServer, CurveNonces own, CurveNonces peer) {
        this.box = box;
        ownPrefix = isServer ? "CurveZMQMESSAGES" : "CurveZMQMESSAGEC";
        peerPrefix = isServer ? "CurveZMQMESSAGEC" : "CurveZMQMESSAGES";
        this.own = own;
        this.peer = peer;
    }

    @Override
    public int overhead() {
        return OVERHEAD;
    }

    @Override
    public ByteBuf seal(ByteBufAllocator allocator, ByteBuf frames) {
        var out = allocator.buffer(frames.readableBytes() + OVERHEAD + 9);
        while (frames.isReadable()) {
            int flags = frames.readUnsignedByte();
            long size = (flags & Frames.LONG) != 0 ? frames.readLong() : frames.readUnsignedByte();
            var content = new byte[1 + (int) size];
            content[0] =
                    (byte)
                            (((flags & Frames.MORE) != 0 ? INNER_MORE : 0)
                                    | ((flags & Frames.COMMAND) != 0 ? INNER_COMMAND : 0));
            frames.readBytes(content, 1, (int) size);
            long number = own.next();
            var sealed = box.seal(CurveNonces.nonce(ownPrefix, number), content);
            Frames.writeHeader(out, 0, NAME.length + NUMBER_SIZE + sealed.length);
            out.writeBytes(NAME).writeLong(number).writeBytes(sealed);
        }
        return out;
    }

    @Override
    public ByteBuf open(ByteBufAllocator allocator, ByteBuf sealed) {
        if (sealed.readableBytes() < OVERHEAD) {
            throw new ZmtpViolationException(Violation.BAD_SEAL, "Sealed frame is cut off");
        }
        for (byte expected : NAME) {
            if (sealed.readByte() != expected) {
                throw new ZmtpViolationException(Violation.BAD_SEAL, "Frame is not sealed");
            }
        }
        long number = peer.judged(sealed.readLong());
        var bytes = new byte[sealed.readableBytes()];
        sealed.readBytes(bytes);
        var content = box.open(CurveNonces.nonce(peerPrefix, number), bytes);
        peer.used(number);
        int flags =
                ((content[0] & INNER_MORE) != 0 ? Frames.MORE : 0)
                        | ((content[0] & INNER_COMMAND) != 0 ? Frames.COMMAND : 0);
        var frame = allocator.buffer(9 + content.length);
        Frames.writeHeader(frame, flags, content.length - 1);
        return frame.writeBytes(content, 1, content.length - 1);
    }
}
