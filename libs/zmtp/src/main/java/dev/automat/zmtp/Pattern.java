package dev.automat.zmtp;

import dev.automat.zmtp.wire.Command;
import io.netty.buffer.ByteBuf;

/**
 * What makes a socket a PUB, SUB, PUSH or PULL. Called on the event loops of the connections it is
 * told of.
 */
interface Pattern {

    /** The handshake with a peer is done. */
    void joined(PeerConnection peer);

    /** The connection to a peer that joined is gone. */
    void left(PeerConnection peer);

    /** A peer that joined sent a message. */
    void received(PeerConnection peer, Message message);

    /** A peer that joined sent a command that is no heartbeat. */
    default void received(PeerConnection peer, Command command) {
        // A later version of the protocol may have commands that we need not understand.
    }

    /** A pattern that sends. */
    interface Sender extends Pattern {

        /**
         * Sends a message. Called by any thread.
         *
         * @param message in frames; released in any case
         * @param firstPart the size of the first part
         * @return whether it was taken
         */
        boolean send(ByteBuf message, int firstPart);
    }
}
