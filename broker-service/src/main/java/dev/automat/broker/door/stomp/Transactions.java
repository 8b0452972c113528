package dev.automat.broker.door.stomp;

import dev.automat.broker.channel.PinnedMemory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a session has sent within transactions that are still open, or committed and not handled;
 * bounded in number and bytes.
 */
final class Transactions {

    private static final int MAX_OPEN = 16;

    /** What a kept frame costs beside its texts and its body, roughly. */
    private static final int FRAME_OVERHEAD_BYTES = 512;

    private static final int HEADER_OVERHEAD_BYTES = 64;

    private final PinnedMemory memory;
    private final long maxBytes;
    private final Map<String, List<StompFrame>> open = new HashMap<>();
    private final ArrayDeque<StompFrame> committed = new ArrayDeque<>();
    private long bytes;

    Transactions(PinnedMemory memory, long maxBytes) {
        this.memory = memory;
        this.maxBytes = maxBytes;
    }

    void begin(String name) throws StompException {
        if (open.size() == MAX_OPEN) {
            throw new StompException("There are more than 16 open transactions");
        }
        if (open.putIfAbsent(name, new ArrayList<>()) != null) {
            throw new StompException("There is a transaction " + name + " already");
        }
    }

    /** Keeps a copy of a frame for the commit. */
    void add(String name, StompFrame frame) throws StompException {
        var frames = open.get(name);
        if (frames == null) {
            throw new StompException("There is no transaction " + name);
        }
        long size = sizeOf(frame);
        if (bytes + size > maxBytes) {
            throw new StompException(
                    "Open transactions hold more than %d bytes".formatted(maxBytes));
        }
        // The receipt says that the frame was taken, which it is now. The commit has its own.
        var headers = new LinkedHashMap<>(frame.headers());
        headers.remove("receipt");
        var kept = new StompFrame(frame.command(), headers, frame.body().copy());
        frames.add(kept);
        bytes += sizeOf(kept);
        memory.pin(sizeOf(kept));
    }

    private static long sizeOf(StompFrame frame) {
        int texts = 0;
        for (var header : frame.headers().entrySet()) {
            texts += header.getKey().length() + header.getValue().length() + HEADER_OVERHEAD_BYTES;
        }
        return (long) FRAME_OVERHEAD_BYTES + texts + frame.body().writerIndex();
    }

    /** Bytes that are kept. */
    long pinnedBytes() {
        return bytes;
    }

    /** Ends a transaction, whose frames are the next to be handled. */
    void commit(String name) throws StompException {
        committed.addAll(end(name));
    }

    /** Ends a transaction and lets go of its frames. */
    void abort(String name) throws StompException {
        end(name).forEach(this::released);
    }

    private List<StompFrame> end(String name) throws StompException {
        var frames = open.remove(name);
        if (frames == null) {
            throw new StompException("There is no transaction " + name);
        }
        return frames;
    }

    /**
     * A frame of a committed transaction, to be handled now and then to be {@link #released}; null
     * when there is none.
     */
    @Nullable StompFrame nextCommitted() {
        return committed.poll();
    }

    boolean hasCommitted() {
        return !committed.isEmpty();
    }

    /** Lets go of a frame that was handed out. */
    void released(StompFrame frame) {
        long size = sizeOf(frame);
        frame.body().release();
        bytes -= size;
        memory.unpin(size);
    }

    /** Lets go of everything. */
    void close() {
        committed.forEach(this::released);
        committed.clear();
        open.values().forEach(frames -> frames.forEach(this::released));
        open.clear();
    }
}
