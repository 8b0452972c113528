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

    private final FileChannel file;
    private final ByteBuffer waiting = ByteBuffer.allocate(4 * MAX_RECORD);

    private Journal(FileChannel file) {
        this.file = file;
    }

    /** Opens a journal to go on with, or a new one. */
    static Journal open(Path path) throws IOException {
        long whole = Files.exists(path) ? scan(path, new WindowSeries()) : 0;
        var file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        file.truncate(whole).position(whole);
        return new Journal(file);
    }

    /** Adds a sample; it is in the file after the next {@link #flush}. */
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
    }

    void flush() throws IOException {
        waiting.flip();
        try {
            while (waiting.hasRemaining()) {
                file.write(waiting);
            }
        } finally {
            waiting.clear();
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            flush();
        }
    }

    /**
     * Adds all samples of a window to what is known of it; of two for one second the later counts.
     */
    static void read(Path path, WindowSeries series) throws IOException {
        long _ = scan(path, series);
    }

    /** Reads what is whole and says where that ends. */
    private static long scan(Path path, WindowSeries series) throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(path));
        long whole = 0;
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
