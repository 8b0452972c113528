package dev.automat.broker.door.stomp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds frames in bytes that came so far. Limits are checked before a frame is complete. */
final class StompDecoder {

    private static final int MAX_HEAD_BYTES = 16 * 1_024;
    private static final int MAX_HEADERS = 100;

    /** A longer head is not remembered. */
    private static final int MAX_KNOWN_BYTES = 512;

    private static final byte LINE_FEED = '\n';
    private static final byte CARRIAGE_RETURN = '\r';
    private static final byte NUL = 0;
    private static final byte[] NOTHING = {};

    private final int maxBody;

    /** The head of the frame before, which many a publisher sends again and again. */
    private byte[] knownBytes = NOTHING;

    private Head known = new Head("", Map.of());

    private StompVersion version = StompVersion.V1_2;

    /** Bytes of the current frame that hold no end of its head or body. */
    private int scanned;

    /** What stands before a body. */
    private record Head(String command, Map<String, String> headers) {}

    StompDecoder(int maxBody) {
        this.maxBody = maxBody;
    }

    /** Reads what comes next as a version agreed on. */
    void speak(StompVersion agreed) {
        version = agreed;
    }

    /**
     * Takes the next frame off a buffer.
     *
     * @return null when it is not complete; the buffer then begins with it
     * @throws StompException when it can never be a frame, or is too large
     */
    @Nullable StompFrame next(ByteBuf in) throws StompException {
        skipLineEnds(in);
        int start = in.readerIndex();
        boolean repeats = beginsWithKnown(in);
        int headEnd = repeats ? start + knownBytes.length : endOfHead(in);
        if (headEnd < 0) {
            if (in.readableBytes() > MAX_HEAD_BYTES) {
                throw new StompException("The headers have more than 16384 bytes");
            }
            return null;
        }
        var head = repeats ? known : head(in, start, headEnd - start);
        int bodyEnd = endOfBody(in, headEnd, head.headers.get("content-length"));
        if (bodyEnd < 0) {
            return null;
        }
        if (!repeats) {
            remember(head, in, start, headEnd - start);
        }
        scanned = 0;
        in.readerIndex(bodyEnd + 1);
        var body = in.slice(headEnd, bodyEnd - headEnd);
        return new StompFrame(head.command, head.headers, body, repeats);
    }

    private boolean beginsWithKnown(ByteBuf in) {
        int length = knownBytes.length;
        if (length == 0 || in.readableBytes() < length) {
            return false;
        }
        int start = in.readerIndex();
        for (int i = length - 1; i >= 0; i--) {
            if (in.getByte(start + i) != knownBytes[i]) {
                return false;
            }
        }
        return true;
    }

    private void remember(Head head, ByteBuf in, int start, int length) {
        known = head;
        knownBytes = length <= MAX_KNOWN_BYTES ? ByteBufUtil.getBytes(in, start, length) : NOTHING;
    }

    private Head head(ByteBuf in, int start, int length) throws StompException {
        var lines = in.toString(start, length, StandardCharsets.UTF_8).split("\n", -1);
        var command = withoutReturn(lines[0]);
        // CONNECT is never escaped. STOMP is, as the versions that have it do.
        return new Head(
                command, headers(lines, command.equals("CONNECT") ? StompVersion.V1_0 : version));
    }

    /** Between frames, line ends are heart-beats. */
    private static void skipLineEnds(ByteBuf in) {
        while (in.isReadable()) {
            byte next = in.getByte(in.readerIndex());
            if (next != LINE_FEED && next != CARRIAGE_RETURN) {
                return;
            }
            in.skipBytes(1);
        }
    }

    /** Index after the empty line, or -1. */
    private static int endOfHead(ByteBuf in) {
        int end = Math.min(in.writerIndex(), in.readerIndex() + MAX_HEAD_BYTES);
        int at = in.readerIndex();
        while (true) {
            int lineEnd = in.indexOf(at, end, LINE_FEED);
            if (lineEnd < 0) {
                return -1;
            }
            int length = lineEnd - at;
            if (length == 0 || (length == 1 && in.getByte(at) == CARRIAGE_RETURN)) {
                return lineEnd + 1;
            }
            at = lineEnd + 1;
        }
    }

    private static Map<String, String> headers(String[] lines, StompVersion version)
            throws StompException {
        if (lines.length > MAX_HEADERS) {
            throw new StompException("There are more than 100 headers");
        }
        var headers = new LinkedHashMap<String, String>();
        for (int i = 1; i < lines.length; i++) {
            var line = withoutReturn(lines[i]);
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.putIfAbsent(
                        version.unescaped(line.substring(0, colon)),
                        version.unescaped(line.substring(colon + 1)));
            } else if (!line.isEmpty()) {
                throw new StompException("A header has no name and colon");
            }
        }
        return Collections.unmodifiableMap(headers);
    }

    private static String withoutReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    /** Index of the NUL that ends the body, or -1. */
    private int endOfBody(ByteBuf in, int from, @Nullable String stated) throws StompException {
        if (stated != null) {
            int end = from + lengthOf(stated);
            if (end >= in.writerIndex()) {
                return -1;
            }
            if (in.getByte(end) != NUL) {
                throw new StompException("The body does not end after content-length bytes");
            }
            return end;
        }
        int begin = Math.max(from, in.readerIndex() + scanned);
        int end = in.indexOf(begin, in.writerIndex(), NUL);
        int length = (end < 0 ? in.writerIndex() : end) - from;
        if (length > maxBody) {
            throw new StompException("The body has more than %d bytes".formatted(maxBody));
        }
        scanned = in.readableBytes();
        return end;
    }

    private int lengthOf(String stated) throws StompException {
        try {
            int length = Integer.parseInt(stated.strip());
            if (length >= 0 && length <= maxBody) {
                return length;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new StompException(
                "content-length must be 0 to %d, is %s".formatted(maxBody, stated));
    }
}
