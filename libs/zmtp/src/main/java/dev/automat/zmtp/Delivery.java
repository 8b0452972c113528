package dev.automat.zmtp;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the user's listeners, and keeps what they throw from the connection. */
final class Delivery {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private final SocketOptions options;
    private final Meters meters;
    private final LogThrottle throttle = new LogThrottle(System::nanoTime);

    Delivery(SocketOptions options, Meters meters) {
        this.options = options;
        this.meters = meters;
    }

    void message(Peer peer, Message message) {
        try {
            options.onMessage().received(peer, message);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    void connected(Peer peer) {
        try {
            options.onPeer().connected(peer);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    void disconnected(Peer peer, DisconnectReason reason) {
        try {
            options.onPeer().disconnected(peer, reason);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void failed(RuntimeException cause) {
        meters.listenerFailures.increment();
        throttle.log(hidden -> log.error("A listener failed ({} more unsaid)", hidden, cause));
    }
}
