package dev.automat.zmtp.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** How a connection's frames are kept secret and whole. Not safe for use by several threads. */
public interface Sealing {

    /** The bytes by which a sealed frame's body is longer than what is in it. */
    int overhead();

    /**
     * Seals frames.
     *
     * @param frames whole plain ones, which are read and not released
     * @return sealed ones, which the caller releases
     */
    ByteBuf seal(ByteBufAllocator allocator, ByteBuf frames);

    /**
     * Opens the body of a sealed frame.
     *
     * @param sealed read and not released
     * @return the plain frame in it, with its header, which the caller releases
     * @throws ZmtpViolationException when it is not what the peer sealed, or comes twice
     */
    ByteBuf open(ByteBufAllocator allocator, ByteBuf sealed);
}
