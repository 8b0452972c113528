package dev.automat.zmtp;

import java.time.Duration;

/**
 * How much a socket takes from its peers and keeps for them. A peer that passes a limit loses its
 * connection; sizes are checked when a header announces them, before anything is kept.
 *
 * @param maxFrameBytes largest body of one frame
 * @param maxMessageBytes largest sum of one message's parts
 * @param maxParts most parts of one message
 * @param maxConnections most connections of the socket; a further one is closed at once
 * @param maxHandshakes most connections whose handshake is not done; a further one takes the
 *     oldest's place
 * @param handshakeTimeout how long a handshake may take
 * @param messageTimeout how long a message may take from its first byte to its last
 * @param maxBufferedBytes most memory for unfinished messages of all peers together; not counted
 *     are the first 4 KiB of each peer, so that a greedy one cannot shut out the others
 * @param maxSubscriptions most prefixes that one peer may subscribe to
 * @param maxQueuedMessages high-water mark: most messages that wait for one peer to take them
 * @param maxQueuedBytes most bytes that wait for one peer, as well
 */
public record ZmtpLimits(
        int maxFrameBytes,
        int maxMessageBytes,
        int maxParts,
        int maxConnections,
        int maxHandshakes,
        Duration handshakeTimeout,
        Duration messageTimeout,
        long maxBufferedBytes,
        int maxSubscriptions,
        int maxQueuedMessages,
        long maxQueuedBytes) {

    private static final int MIB = 1 << 20;
    private static final ZmtpLimits DEFAULTS =
            new ZmtpLimits(
                    MIB,
                    MIB,
                    64,
                    8_192,
                    1_024,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    32 * MIB,
                    1_024,
                    1_000,
                    8 * MIB);

    public ZmtpLimits {
        within("maxFrameBytes", maxFrameBytes, 1, 256 * MIB);
        within("maxMessageBytes", maxMessageBytes, 1, 256 * MIB);
        within("maxParts", maxParts, 1, 65_536);
        within("maxConnections", maxConnections, 1, Integer.MAX_VALUE);
        within("maxHandshakes", maxHandshakes, 1, Integer.MAX_VALUE);
        within("handshakeTimeout in ms", handshakeTimeout.toMillis(), 1, Integer.MAX_VALUE);
        within("messageTimeout in ms", messageTimeout.toMillis(), 1, Integer.MAX_VALUE);
        within("maxBufferedBytes", maxBufferedBytes, 1, Long.MAX_VALUE);
        within("maxSubscriptions", maxSubscriptions, 1, Integer.MAX_VALUE);
        within("maxQueuedMessages", maxQueuedMessages, 1, Integer.MAX_VALUE);
        within("maxQueuedBytes", maxQueuedBytes, 1, Long.MAX_VALUE);
    }

    private static void within(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " must be " + least + " to " + most + ", is " + value);
        }
    }

    /**
     * 1 MiB a frame and a message, 64 parts, 8,192 connections, 1,024 handshakes of at most 5 s, 30
     * s a message, 32 MiB of unfinished messages, 1,024 subscriptions and 1,000 messages or 8 MiB
     * waiting a peer.
     */
    public static ZmtpLimits defaults() {
        return DEFAULTS;
    }

    /** Replaces the largest frame and the largest message. */
    public ZmtpLimits withMaxBytes(int frame, int message) {
        return new ZmtpLimits(
                frame,
                message,
                maxParts,
                maxConnections,
                maxHandshakes,
                handshakeTimeout,
                messageTimeout,
                maxBufferedBytes,
                maxSubscriptions,
                maxQueuedMessages,
                maxQueuedBytes);
    }

    /** Replaces the most parts of a message. */
    public ZmtpLimits withMaxParts(int parts) {
        return new ZmtpLimits(
                maxFrameBytes,
                maxMessageBytes,
                parts,
                maxConnections,
                maxHandshakes,
                handshakeTimeout,
                messageTimeout,
                maxBufferedBytes,
                maxSubscriptions,
                maxQueuedMessages,
                maxQueuedBytes);
    }

    /** Replaces the most connections and the most unfinished handshakes among them. */
    public ZmtpLimits withMaxConnections(int connections, int handshakes) {
        return new ZmtpLimits(
                maxFrameBytes,
                maxMessageBytes,
                maxParts,
                connections,
                handshakes,
                handshakeTimeout,
                messageTimeout,
                maxBufferedBytes,
                maxSubscriptions,
                maxQueuedMessages,
                maxQueuedBytes);
    }

    /** Replaces the time that a handshake and the time that a message may take. */
    public ZmtpLimits withTimeouts(Duration handshake, Duration message) {
        return new ZmtpLimits(
                maxFrameBytes,
                maxMessageBytes,
                maxParts,
                maxConnections,
                maxHandshakes,
                handshake,
                message,
                maxBufferedBytes,
                maxSubscriptions,
                maxQueuedMessages,
                maxQueuedBytes);
    }

    /** Replaces the memory for unfinished messages of all peers together. */
    public ZmtpLimits withMaxBufferedBytes(long bytes) {
        return new ZmtpLimits(
                maxFrameBytes,
                maxMessageBytes,
                maxParts,
                maxConnections,
                maxHandshakes,
                handshakeTimeout,
                messageTimeout,
                bytes,
                maxSubscriptions,
                maxQueuedMessages,
                maxQueuedBytes);
    }

    /** Replaces the most prefixes that one peer may subscribe to. */
    public ZmtpLimits withMaxSubscriptions(int subscriptions) {
        return new ZmtpLimits(
                maxFrameBytes,
                maxMessageBytes,
                maxParts,
                maxConnections,
                maxHandshakes,
                handshakeTimeout,
                messageTimeout,
                maxBufferedBytes,
                subscriptions,
                maxQueuedMessages,
                maxQueuedBytes);
    }

    /** Replaces the high-water mark, in messages and in bytes, of what waits for one peer. */
    public ZmtpLimits withHighWaterMark(int messages, long bytes) {
        return new ZmtpLimits(
                maxFrameBytes,
                maxMessageBytes,
                maxParts,
                maxConnections,
                maxHandshakes,
                handshakeTimeout,
                messageTimeout,
                maxBufferedBytes,
                maxSubscriptions,
                messages,
                bytes);
    }
}
