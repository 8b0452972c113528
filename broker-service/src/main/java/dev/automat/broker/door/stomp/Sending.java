package dev.automat.broker.door.stomp;

import dev.automat.broker.channel.Envelope;
import dev.automat.broker.door.Publishing;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What SEND frames of one session mean: where to, what receivers are told, and when a receipt is
 * due. On the session's event loop.
 */
final class Sending {

    /** Headers of SEND that are not the receiver's, or that the broker sets itself. */
    private static final Set<String> NOT_PASSED_ON =
            Set.of(
                    "destination",
                    "content-length",
                    "receipt",
                    "transaction",
                    "message-id",
                    "subscription",
                    "ack",
                    "redelivered");

    private final StompDoor door;
    private final ByteBufAllocator allocator;
    private final Publishing publishing;
    private final TemporaryNames temporaryNames;
    private final Subscriptions subscriptions;
    private final Answers answers;
    private @Nullable String receiptWhenAccepted;

    /** Whether the last frame was a SEND to a lasting channel, without anything but data. */
    private boolean sentPlain;

    Sending(
            StompDoor door,
            ByteBufAllocator allocator,
            Publishing publishing,
            TemporaryNames temporaryNames,
            Subscriptions subscriptions,
            Answers answers) {
        this.door = door;
        this.allocator = allocator;
        this.publishing = publishing;
        this.temporaryNames = temporaryNames;
        this.subscriptions = subscriptions;
        this.answers = answers;
    }

    /**
     * Sends what differs from the frame before in its data only, without a look at its head.
     *
     * @return whether it was such a frame
     */
    boolean again(StompFrame frame) {
        if (sentPlain && frame.repeats() && frame.body().isReadable()) {
            publishing.messageWithoutPrefix(frame.body());
            return true;
        }
        sentPlain = false;
        return false;
    }

    /** Sends what a frame has. */
    void send(StompFrame frame) throws StompException {
        sentPlain = false;
        var destination = frame.destination();
        if (isNobodys(destination)) {
            // Whoever wanted the reply is gone.
            door.traffic().swallowed(1);
            answers.receipt(frame);
            return;
        }
        var name = destination.getBytes(StandardCharsets.UTF_8);
        var bytes = allocator.buffer(name.length).writeBytes(name);
        try {
            publishing.channel(bytes, 0, name.length);
        } finally {
            bytes.release();
        }
        var envelope = envelope(withReplyTo(frame));
        if (envelope.equals(Envelope.NONE) && frame.body().isReadable()) {
            publishing.messageWithoutPrefix(frame.body());
        } else {
            int size = frame.body().readableBytes();
            var message = allocator.directBuffer(4 + size).writeInt(size);
            publishing.message(message.writeBytes(frame.body(), 0, size), envelope);
        }
        if (frame.header("receipt") != null) {
            flush(frame.header("receipt"));
        } else if (frame.header("transaction") == null) {
            sentPlain = envelope.equals(Envelope.NONE) && !TemporaryNames.isTemporary(destination);
        }
    }

    private boolean isNobodys(String destination) {
        return TemporaryNames.isTemporary(destination)
                && !temporaryNames.isKnown(destination)
                && !(door.engine().reachesOtherBrokers()
                        && TemporaryNames.mayBeElsewhere(destination));
    }

    /** Turns a temporary name into the channel it stands for, and subscribes to it. */
    private StompFrame withReplyTo(StompFrame frame) throws StompException {
        var replyTo = frame.header("reply-to");
        if (replyTo == null || !TemporaryNames.isTemporary(replyTo)) {
            return frame;
        }
        subscriptions.subscribeToReplies(replyTo);
        var headers = new LinkedHashMap<>(frame.headers());
        headers.put("reply-to", temporaryNames.channelOf(replyTo));
        return new StompFrame(frame.command(), headers, frame.body());
    }

    /** Messages keep their headers as the newest version has them, whoever sent them. */
    private static Envelope envelope(StompFrame frame) throws StompException {
        StringBuilder lines = null;
        for (var header : frame.headers().entrySet()) {
            if (!NOT_PASSED_ON.contains(header.getKey())) {
                lines = lines == null ? new StringBuilder() : lines;
                StompVersion.V1_2.line(lines, header.getKey(), header.getValue());
            }
        }
        return lines == null
                ? Envelope.NONE
                : new Envelope(lines.toString(), expiryOf(frame.header("expires")), 0);
    }

    private static long expiryOf(@Nullable String header) throws StompException {
        try {
            return header == null ? 0 : Long.parseLong(header.strip());
        } catch (NumberFormatException e) {
            throw new StompException("expires must be epoch milliseconds, is " + header);
        }
    }

    /** Publishes what was sent, and gives the receipt when it is accepted. */
    void flush(@Nullable String receipt) {
        publishing.publish();
        if (!publishing.isHeld()) {
            answers.receipt(receipt);
        } else if (receipt != null) {
            receiptWhenAccepted = receipt;
        }
    }

    /** What was held is accepted now. */
    void accepted() {
        answers.receipt(receiptWhenAccepted);
        receiptWhenAccepted = null;
    }
}
