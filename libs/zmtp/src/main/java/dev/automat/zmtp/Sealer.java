package dev.automat.zmtp;

import dev.automat.zmtp.wire.Sealing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/** Seals every frame on its way out. */
final class Sealer extends ChannelOutboundHandlerAdapter {

    private final Sealing sealing;

    Sealer(Sealing sealing) {
        this.sealing = sealing;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object written, ChannelPromise promise) {
        var frames = (ByteBuf) written;
        if (!frames.isReadable()) {
            var _ = ctx.write(frames, promise);
            return;
        }
        try {
            var _ = ctx.write(sealing.seal(ctx.alloc(), frames), promise);
        } finally {
            frames.release();
        }
    }
}
