package dev.automat.broker.engine.nats;

import dev.automat.broker.channel.Envelope;
import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Run;
import dev.automat.broker.channel.Settlement;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Messages as NATS carries them: the data as they are, and what the envelope holds in headers, so
 * that any client of NATS can take part.
 */
final class Wire {

    /** The header lines of the publishing door, in Base64: they may hold what NATS forbids. */
    private static final String LINES = "Automat-Lines";

    private static final String EXPIRES = "Automat-Expires";
    private static final int PREFIX_BYTES = 4;

    /** Room for the headers that every message of a queue has. */
    private static final int ID_BYTES = 64;

    private Wire() {}

    /** The headers of messages with an envelope; null when there are none. */
    static @Nullable Headers headers(@Nullable Envelope envelope) {
        if (envelope == null) {
            return null;
        }
        var headers = new Headers();
        if (!envelope.headerLines().isEmpty()) {
            var lines = envelope.headerLines().getBytes(StandardCharsets.UTF_8);
            headers.put(LINES, Base64.getEncoder().encodeToString(lines));
        }
        if (envelope.expiresAtMillis() != 0) {
            headers.put(EXPIRES, Long.toString(envelope.expiresAtMillis()));
        }
        return headers.isEmpty() ? null : headers;
    }

    /** How much the largest message of a run takes of what NATS allows for one. */
    static long largestPayload(Run run) {
        var headers = headers(run.envelope());
        return run.largestSize() + ID_BYTES + (headers == null ? 0L : headers.serializedLength());
    }

    /** A message of a topic, on its way to subscribers. */
    static Run run(Message message, PinnedMemory memory) {
        var bytes = bytes(message);
        return isPlain(message)
                ? Run.of(bytes, 1, memory)
                : Run.of(bytes, new Envelope(lines(message), expiry(message), 0), memory);
    }

    /** Whether a message is nothing but its data, of which there are some. */
    static boolean isPlain(Message message) {
        return !message.hasHeaders() && message.getData().length > 0;
    }

    /** A message of a queue, which is owed to JetStream and came back from workers so often. */
    static Run run(Message message, PinnedMemory memory, int redeliveries, Settlement settlement) {
        boolean redelivered = message.metaData().deliveredCount() > 1;
        var envelope =
                new Envelope(
                        lines(message), expiry(message), redeliveries, redelivered, settlement);
        return Run.of(bytes(message), envelope, memory);
    }

    private static ByteBuf bytes(Message message) {
        var data = message.getData();
        int size = PREFIX_BYTES + data.length;
        return PooledByteBufAllocator.DEFAULT
                .directBuffer(size, size)
                .writeInt(data.length)
                .writeBytes(data);
    }

    /** Anybody may publish to the subject, so that what cannot be read counts as left out. */
    private static String lines(Message message) {
        try {
            var encoded = header(message, LINES);
            return encoded == null
                    ? ""
                    : new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static long expiry(Message message) {
        try {
            var millis = header(message, EXPIRES);
            return millis == null ? 0 : Long.parseLong(millis);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static @Nullable String header(Message message, String name) {
        var headers = message.getHeaders();
        return headers == null ? null : headers.getFirst(name);
    }
}
