package dev.automat.reporter.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a PUB socket says: a greeting, commands and messages (RFC 23). */
final class Frames {

    static final int MORE = 0x01;
    static final int LONG = 0x02;
    static final int COMMAND = 0x04;
    static final int UNDEFINED = 0xF8;

    static final int GREETING_SIZE = 64;
    static final int LONG_HEADER = 9;

    private static final int MECHANISM_SIZE = 20;
    private static final int FILLER = 31;
    private static final int LARGEST_SHORT = 255;
    private static final byte[] NULL = ascii("NULL");
    private static final byte[] READY = ascii("\5READY\13Socket-Type\0\0\0\3PUB");

    private Frames() {}

    /** A signature, version 3.1, the mechanism NULL, and not as a server. */
    static void putGreeting(ByteBuffer out) {
        out.put((byte) 0xFF).putLong(0).put((byte) 0x7F);
        out.put((byte) 3).put((byte) 1);
        out.put(NULL).put(new byte[MECHANISM_SIZE - NULL.length]);
        out.put((byte) 0).put(new byte[FILLER]);
    }

    static void putReady(ByteBuffer out) {
        putHeader(out, COMMAND, READY.length);
        out.put(READY);
    }

    /** Asks for a sign of life, with no time to live and no context. */
    static void putPing(ByteBuffer out) {
        var ping = ascii("\4PING\0\0");
        putHeader(out, COMMAND, ping.length);
        out.put(ping);
    }

    static void putPong(ByteBuffer out, byte[] context) {
        var pong = ascii("\4PONG");
        putHeader(out, COMMAND, pong.length + context.length);
        out.put(pong).put(context);
    }

    /** A message of one part. */
    static void putMessage(ByteBuffer out, byte[] message) {
        putHeader(out, 0, message.length);
        out.put(message);
    }

    private static void putHeader(ByteBuffer out, int flags, int size) {
        if (size > LARGEST_SHORT) {
            out.put((byte) (flags | LONG)).putLong(size);
        } else {
            out.put((byte) flags).put((byte) size);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
