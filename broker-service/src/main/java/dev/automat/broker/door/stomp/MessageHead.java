package dev.automat.broker.door.stomp;

import dev.automat.broker.channel.Run;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * What stands before the data in a subscription's MESSAGE frames. Most of it is the same each time
 * and kept as bytes. For one thread.
 */
final class MessageHead {

    private static final byte[] MESSAGE_ID = ascii("message-id:");
    private static final byte[] ACK = ascii("\nack:");
    private static final byte[] CONTENT_LENGTH = ascii("\ncontent-length:");
    private static final byte[] REDELIVERED = ascii("redelivered:true\n");
    private static final int MOST_DIGITS = 20;

    private final byte[] start;
    private final byte[] destination;
    private final boolean acknowledged;
    private final StompVersion version;
    private final byte[] digits = new byte[MOST_DIGITS];

    MessageHead(String id, String destination, boolean acknowledged, StompVersion version) {
        this.version = version;
        var text = new StringBuilder("MESSAGE\n");
        version.line(text, "subscription", id);
        this.start = text.toString().getBytes(StandardCharsets.UTF_8);
        this.destination = destinationLine(destination);
        this.acknowledged = acknowledged;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] destinationLine(String name) {
        var text = new StringBuilder();
        version.line(text, "destination", name);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes that do not change, for those who want to know how much room a frame takes. */
    int sizeInBytes() {
        return start.length + destination.length;
    }

    /** Writes it for a message of a run with a number and so many bytes of data. */
    void write(ByteBuf to, Run run, long number, int size) {
        var origin = run.origin();
        to.writeBytes(start)
                .writeBytes(origin == null ? destination : destinationLine(origin.toString()))
                .writeBytes(MESSAGE_ID);
        write(to, number);
        if (acknowledged) {
            write(to.writeBytes(ACK), number);
        }
        write(to.writeBytes(CONTENT_LENGTH), size);
        to.writeByte('\n');
        var envelope = run.envelope();
        if (envelope != null) {
            to.writeCharSequence(version.retold(envelope.headerLines()), StandardCharsets.UTF_8);
            if (envelope.redelivered()) {
                to.writeBytes(REDELIVERED);
            }
        }
        to.writeByte('\n');
    }

    /** A number that is not negative. */
    private void write(ByteBuf to, long number) {
        int at = MOST_DIGITS;
        long left = number;
        do {
            digits[--at] = (byte) ('0' + left % 10);
            left /= 10;
        } while (left > 0);
        to.writeBytes(digits, at, MOST_DIGITS - at);
    }
}
