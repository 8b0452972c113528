package dev.automat.metrics.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * The samples of a window that is not sealed yet, as they came. What the process wrote survives it,
 * however it ends; a tail that was cut off is cut off for good when the file is opened again.
 *
 * <pre>record  crc(4) length(4) second(1) name fields: count(1) { name value(4) }*</pre>
 */
final class Journal implements Closeable {

    private static final int HEADER = 8;
    private static final int MAX_RECORD = 16_384;
    private static final int BUFFER = 4 * MAX_RECORD;

    private final FileChannel file;

    /** Records that are not in the file yet, or not whole. */
    private final ByteBuffer waiting = ByteBuffer.allocate(BUFFER);

    private int samplesWaiting;

    /** Where the file's whole records end, in bytes. */
    private long size;

    Journal(FileChannel file, long size) {
        this.file = file;
        this.size = size;
    }

    /** Opens a journal to go on with, or a new one. */
    static Journal open(Path path) throws IOException {
        long whole = Files.exists(path) ? read(path, new WindowSeries()) : 0;
        var file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        file.truncate(whole);
        return new Journal(file, whole);
    }

    /**
     * Adds a sample; it is in the file after the next {@link #flush}.
     *
     * @throws IOException when there is no room for it, as those before it cannot be written
     */
    void add(int secondInWindow, String name, Map<String, Double> fields) throws IOException {
        if (waiting.remaining() < MAX_RECORD) {
            flush();
        }
        int begin = waiting.position();
        waiting.position(begin + HEADER).put((byte) secondInWindow);
        Segment.putText(name, waiting);
        waiting.put((byte) fields.size());
        fields.forEach((field, value) -> {
            Segment.putText(field, waiting);
            waiting.putFloat(value.floatValue());
        });
        int end = waiting.position();
        waiting.putInt(begin, Segment.crc(waiting.duplicate().flip().position(begin + HEADER)));
        waiting.putInt(begin + 4, end - begin - HEADER);
        samplesWaiting++;
    }

    /**
     * Writes what waits. When that fails all of it goes on waiting, and the next time it is written
     * over what there is of it in the file: no sample ever follows a torn one.
     */
    void flush() throws IOException {
        var bytes = waiting.duplicate().flip();
        long end = size;
        while (bytes.hasRemaining()) {
            end += file.write(bytes, end);
        }
        size = end;
        waiting.clear();
        samplesWaiting = 0;
    }

    /** Samples that would be lost if the process ended now. */
    int samplesWaiting() {
        return samplesWaiting;
    }

    /** Bytes of the whole records in the file. */
    long size() {
        return size;
    }

    /** Closes the file without a flush. */
    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Adds the samples that are not in the file yet to what is known of their window. */
    void readWaiting(WindowSeries series) {
        int _ = takeWhole(waiting.duplicate().flip(), series);
    }

    /**
     * Adds all samples of a window to what is known of it; of two for one second the later counts.
     *
     * @return where whole records end, in bytes
     */
    static long read(Path path, WindowSeries series) throws IOException {
        long whole = 0;
        try (var in = FileChannel.open(path, StandardOpenOption.READ)) {
            // A flood makes it larger than the heap, so it is never in memory as a whole.
            var bytes = ByteBuffer.allocate(BUFFER);
            while (in.read(bytes) > 0) {
                whole += takeWhole(bytes.flip(), series);
                bytes.compact();
            }
        }
        return whole;
    }

    /** Takes records up to one that is not whole, or none of ours, and says how many bytes. */
    private static int takeWhole(ByteBuffer bytes, WindowSeries series) {
        int whole = bytes.position();
        try {
            while (bytes.remaining() > HEADER) {
                int crc = bytes.getInt();
                int length = bytes.getInt();
                if (length < 1 || length > bytes.remaining()) {
                    break;
                }
                var record = bytes.slice(bytes.position(), length);
                if (Segment.crc(record.duplicate()) != crc) {
                    break;
                }
                take(record, series);
                bytes.position(bytes.position() + length);
                whole = bytes.position();
            }
        } catch (BufferUnderflowException | IllegalArgumentException _) {
            // Not ours: what came before it counts.
        }
        bytes.position(whole);
        return whole;
    }

    private static void take(ByteBuffer record, WindowSeries series) {
        int second = record.get();
        var name = Segment.text(record);
        int count = Byte.toUnsignedInt(record.get());
        if (second < 0 || second >= Tier.STEPS) {
            throw new IllegalArgumentException("Second " + second + " of a window");
        }
        for (int i = 0; i < count; i++) {
            var track = series.track(name, Segment.text(record));
            float value = record.getFloat();
            if (track != null) {
                track.set(second, value);
            }
        }
    }
}
