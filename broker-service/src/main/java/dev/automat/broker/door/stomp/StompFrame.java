package dev.automat.broker.door.stomp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A frame from a client.
 *
 * @param headers the first of each name, unescaped, in order
 * @param body valid until the next frame is decoded, unless retained
 * @param repeats whether command and headers are those of the frame before
 */
record StompFrame(String command, Map<String, String> headers, ByteBuf body, boolean repeats) {

    private static final int MAX_NAME_BYTES = 1_024;

    StompFrame(String command, Map<String, String> headers, ByteBuf body) {
        this(command, headers, body, false);
    }

    @Nullable String header(String name) {
        return headers.get(name);
    }

    String required(String name) throws StompException {
        var value = headers.get(name);
        if (value == null || value.isEmpty()) {
            throw new StompException("%s needs the header %s".formatted(command, name));
        }
        return value;
    }

    /** The channel's name that a frame must have, before a temporary one is resolved. */
    String destination() throws StompException {
        return bounded("destination", required("destination"));
    }

    /** A header's value that the broker keeps, and repeats with each message. */
    static String bounded(String header, String value) throws StompException {
        int length = value.getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_NAME_BYTES) {
            throw new StompException(
                    "%s must have at most 1024 bytes, has %d".formatted(header, length));
        }
        return value;
    }
}
