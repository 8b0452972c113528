package dev.automat.reporter.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One connection's talk, from the greetings on, without the socket: bytes come in through {@link
 * #in} and {@link #heard}, and go out through {@link #out}.
 */
final class Conversation {

    /** Larger than any frame that is said besides messages. */
    private static final int ROOM_FOR_A_COMMAND = 64;

    /** RFC 37: the longest context of a PING. */
    private static final int MAX_PING_CONTEXT = 16;

    private static final int PING_TTL_SIZE = 2;
    private static final String SOCKET_TYPE = "Socket-Type";

    private final FrameReader reader = new FrameReader();
    private final Subscriptions subscriptions = new Subscriptions();
    private final ByteBuffer out;
    private int minorVersion = -1;
    private boolean isReady;

    Conversation(int maxMessage) {
        out = ByteBuffer.allocate(maxMessage + Frames.LONG_HEADER + Frames.GREETING_SIZE);
        Frames.putGreeting(out);
        out.flip();
    }

    /** The buffer to read the peer's bytes into; without room, the peer is not read. */
    ByteBuffer in() {
        return reader.buffer();
    }

    /** What waits to be written. */
    ByteBuffer out() {
        return out;
    }

    /** Whether the peer is ready and subscribed to something. */
    boolean isListening() {
        return isReady && !subscriptions.isEmpty();
    }

    /** Whether the handshake is over. */
    boolean isReady() {
        return isReady;
    }

    /** Whether the peer answers a PING, which came with ZMTP 3.1. */
    boolean knowsPing() {
        return isReady && minorVersion >= 1;
    }

    boolean wants(byte[] message) {
        return subscriptions.wants(message);
    }

    /** Says a message of at most the length given at the begin; only while nothing waits. */
    void say(byte[] message) {
        append(() -> Frames.putMessage(out, message));
    }

    void ping() {
        append(() -> Frames.putPing(out));
    }

    /**
     * Takes what came in. Answers that have no room wait, and with them what came after: a peer
     * that asks without reading is not read.
     *
     * @throws PeerRefusedException when the peer is no SUB that one can talk to
     */
    void heard() throws PeerRefusedException {
        if (minorVersion < 0) {
            minorVersion = reader.takeGreeting();
            if (minorVersion < 0) {
                return;
            }
            append(() -> Frames.putReady(out));
        }
        while (roomFor(ROOM_FOR_A_COMMAND)) {
            var frame = reader.takeFrame();
            if (frame == null) {
                return;
            }
            take(frame);
        }
    }

    private boolean roomFor(int bytes) {
        return out.capacity() - out.remaining() >= bytes;
    }

    private void append(Runnable writing) {
        out.compact();
        writing.run();
        out.flip();
    }

    private void take(FrameReader.Frame frame) throws PeerRefusedException {
        var body = frame.body();
        if (frame.isCommand()) {
            command(name(body), body);
        } else if (!isReady) {
            throw new PeerRefusedException("it sends messages before it is ready");
        } else if (body.hasRemaining()) {
            // ZMTP 3.0: a message whose first byte is 1 subscribes, 0 cancels.
            subscribe(body.get() == 1, body);
        }
    }

    private void command(String name, ByteBuffer body) throws PeerRefusedException {
        switch (name) {
            case "READY" -> ready(body);
            case "ERROR" -> throw new PeerRefusedException("it refuses the handshake");
            case "SUBSCRIBE" -> subscribe(true, body);
            case "CANCEL" -> subscribe(false, body);
            case "PING" -> pong(body);
            default -> {
                // PONG, which is a sign of life and no more; others are for others.
            }
        }
    }

    private void ready(ByteBuffer metadata) throws PeerRefusedException {
        var type = socketType(metadata);
        if (!"SUB".equals(type) && !"XSUB".equals(type)) {
            throw new PeerRefusedException("it is no SUB socket");
        }
        isReady = true;
    }

    private static @Nullable String socketType(ByteBuffer metadata) throws PeerRefusedException {
        String found = null;
        while (metadata.hasRemaining()) {
            var name = take(metadata, metadata.get() & 0xFF);
            var value = take(metadata, metadata.remaining() < 4 ? -1 : metadata.getInt());
            if (new String(name, StandardCharsets.ISO_8859_1).equalsIgnoreCase(SOCKET_TYPE)) {
                found = new String(value, StandardCharsets.ISO_8859_1);
            }
        }
        return found;
    }

    private void subscribe(boolean wants, ByteBuffer prefix) throws PeerRefusedException {
        if (!isReady) {
            throw new PeerRefusedException("it subscribes before it is ready");
        }
        if (wants) {
            subscriptions.add(prefix.slice());
        } else {
            subscriptions.remove(prefix.slice());
        }
    }

    private void pong(ByteBuffer body) throws PeerRefusedException {
        if (body.remaining() < PING_TTL_SIZE) {
            throw new PeerRefusedException("its PING is cut off");
        }
        body.position(body.position() + PING_TTL_SIZE);
        if (body.remaining() > MAX_PING_CONTEXT) {
            throw new PeerRefusedException("its PING's context is too long");
        }
        var context = take(body, body.remaining());
        append(() -> Frames.putPong(out, context));
    }

    private static String name(ByteBuffer body) throws PeerRefusedException {
        int length = body.hasRemaining() ? body.get() & 0xFF : -1;
        return new String(take(body, length), StandardCharsets.US_ASCII);
    }

    private static byte[] take(ByteBuffer from, int length) throws PeerRefusedException {
        if (length < 0 || length > from.remaining()) {
            throw new PeerRefusedException("its command is cut off");
        }
        var bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }
}
