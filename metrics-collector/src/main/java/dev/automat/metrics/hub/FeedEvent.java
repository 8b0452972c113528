package dev.automat.metrics.hub;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** A server-sent event (WHATWG HTML, section 9.2), encoded once for all clients. */
final class FeedEvent {

    private static final FeedEvent HEARTBEAT = new FeedEvent(-1, ": alive\n\n");

    private final long sequence;
    private final byte[] bytes;

    private FeedEvent(long sequence, String text) {
        this.sequence = sequence;
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    static FeedEvent sample(FeedPosition position, String json) {
        return new FeedEvent(position.sequence(), "id: " + position + "\n" + data(json) + "\n");
    }

    static FeedEvent gap(long dropped) {
        return new FeedEvent(-1, "event: gap\n" + data("{\"dropped\":" + dropped + "}") + "\n");
    }

    static FeedEvent hello(long retryMillis) {
        return new FeedEvent(-1, "retry: " + retryMillis + "\n\n");
    }

    static FeedEvent heartbeat() {
        return HEARTBEAT;
    }

    /** A line break inside JSON is white space, yet it would end an event's line. */
    private static String data(String json) {
        if (json.indexOf('\n') < 0 && json.indexOf('\r') < 0) {
            return "data: " + json + "\n";
        }
        var lines = new StringBuilder();
        json.lines().forEach(line -> lines.append("data: ").append(line).append('\n'));
        return lines.toString();
    }

    /** The sample's place in the feed; negative for what is no sample. */
    long sequence() {
        return sequence;
    }

    int sizeInBytes() {
        return bytes.length;
    }

    void writeTo(ByteBuf target) {
        target.writeBytes(bytes);
    }
}
