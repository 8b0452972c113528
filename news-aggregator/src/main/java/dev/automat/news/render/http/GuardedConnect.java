package dev.automat.news.render.http;

import dev.automat.news.render.AddressGuard;
import dev.automat.news.render.RenderFailedException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;

/**
 * Asks the guard at the moment of connecting, when the name is resolved for good: a check before
 * could be answered with another address than the connection gets.
 */
final class GuardedConnect extends ChannelOutboundHandlerAdapter {

    private final AddressGuard guard;

    GuardedConnect(AddressGuard guard) {
        this.guard = guard;
    }

    @Override
    public void connect(
            ChannelHandlerContext context,
            SocketAddress remote,
            SocketAddress local,
            ChannelPromise promise) {
        try {
            check(remote);
            var _ = context.connect(remote, local, promise);
        } catch (RenderFailedException | UnknownHostException e) {
            var _ = promise.setFailure(e);
        }
    }

    private void check(SocketAddress remote) throws UnknownHostException {
        if (!(remote instanceof InetSocketAddress address) || address.getAddress() == null) {
            throw new UnknownHostException(String.valueOf(remote));
        }
        guard.check(address.getHostString(), address.getPort(), address.getAddress());
    }
}
