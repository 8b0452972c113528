package dev.automat.zmtp;

import dev.automat.zmtp.wire.Mechanism;
import dev.automat.zmtp.wire.SocketType;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a builder collected. A {@code loops} of null stands for event loops of the socket's own. */
record SocketOptions(
        SocketType type,
        Mechanism mechanism,
        List<InetSocketAddress> binds,
        List<InetSocketAddress> connects,
        List<Prefix> subscriptions,
        ZmtpLimits limits,
        MessageListener onMessage,
        PeerListener onPeer,
        Range reconnect,
        Range heartbeat,
        Duration linger,
        int threads,
        @Nullable EventLoopGroup loops) {

    /** A shorter and a longer time that belong together. */
    record Range(Duration shorter, Duration longer) {}
}
