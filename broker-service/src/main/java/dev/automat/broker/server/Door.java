package dev.automat.broker.server;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/** A protocol that the broker speaks on a port of its own. */
public interface Door {

    /** A word for logs and status. */
    String name();

    /** Where to listen; port 0 picks a free one. */
    InetSocketAddress address();

    /** The property that moves it to another port, for the message when the port is taken. */
    String portProperty();

    /**
     * Gives a new connection its handlers, on its event loop.
     *
     * @param id tells the connection from all others in logs and status
     * @param writes of the connection's event loop
     */
    Connection accept(Channel channel, long id, DeferredWrites writes);
}
