package dev.automat.metrics.archive;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * One window of every series in a file, which is written once and never changed.
 *
 * <pre>
 * record*  crc(4) length(4) name fields: count(1), modulo 256 { name column, or four }*
 * index    { hash of the name(4) offset(4) }*, by hash
 * trailer  entries(4) seconds of a step(2) window(8) crc of index and trailer(4) "AMS1"(4)
 * </pre>
 */
final class Segment {

    private static final int MAGIC = 0x414D5331;
    private static final int TRAILER = 22;
    private static final int ENTRY = 8;
    private static final int HEADER = 8;

    /** What {@link WindowSeries#MAX_FIELDS} fields cannot fill. */
    private static final int MAX_RECORD = 1 << 20;

    private Segment() {}

    /**
     * Writes a window beside its place and moves it there once it is on the disk. When that fails,
     * nothing of it stays.
     */
    static void write(Path file, Tier tier, long window, Map<String, Map<String, Track>> series)
            throws IOException {
        var draft = file.resolveSibling(file.getFileName() + ".draft");
        try {
            writeDraft(draft, tier, window, series);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft); // On a full disk it would hold the room that others need.
        }
    }

    private static void writeDraft(
            Path draft, Tier tier, long window, Map<String, Map<String, Track>> series)
            throws IOException {
        var record = ByteBuffer.allocate(MAX_RECORD);
        var entries = new ArrayList<long[]>();
        try (var out =
                FileChannel.open(
                        draft,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (var one : series.entrySet()) {
                entries.add(new long[] {one.getKey().hashCode(), out.position()});
                fill(record.clear(), tier, one.getKey(), one.getValue());
                writeFully(out, record.flip());
            }
            writeFully(out, footer(tier, window, entries));
            out.force(true);
        }
    }

    private static void fill(ByteBuffer record, Tier tier, String name, Map<String, Track> tracks) {
        record.position(HEADER);
        putText(name, record);
        record.put((byte) tracks.size());
        tracks.forEach((field, track) -> {
            putText(field, record);
            ColumnCodec.encode(track.sum(), record);
            if (tier != Tier.SECOND) {
                ColumnCodec.encode(track.min(), record);
                ColumnCodec.encode(track.max(), record);
                ColumnCodec.encode(track.count(), record);
            }
        });
        int length = record.position() - HEADER;
        record.putInt(0, crc(record.duplicate().flip().position(HEADER))).putInt(4, length);
    }

    private static ByteBuffer footer(Tier tier, long window, List<long[]> entries) {
        entries.sort((one, other) -> Long.compare(one[0], other[0]));
        var footer = ByteBuffer.allocate(entries.size() * ENTRY + TRAILER);
        entries.forEach(entry -> footer.putInt((int) entry[0]).putInt((int) entry[1]));
        footer.putInt(entries.size()).putShort((short) tier.stepInSeconds()).putLong(window);
        footer.putInt(crc(footer.duplicate().flip())).putInt(MAGIC);
        return footer.flip();
    }

    private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** Reads the index and nothing else, and throws when that is not whole. */
    static void check(Path file) throws IOException {
        try (var in = FileChannel.open(file, StandardOpenOption.READ)) {
            var _ = index(in);
        }
    }

    /** The fields of one series; empty when it is not in this window. */
    static Map<String, Track> read(Path file, Tier tier, String name) throws IOException {
        try (var in = FileChannel.open(file, StandardOpenOption.READ)) {
            var index = index(in);
            int hash = name.hashCode();
            for (int i = firstOf(hash, index); i < entries(index); i++) {
                if (index.getInt(i * ENTRY) != hash) {
                    break;
                }
                var record = record(in, index.getInt(i * ENTRY + 4));
                if (text(record).equals(name)) {
                    return fields(tier, record);
                }
            }
            return Map.of();
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw corrupt(file, e);
        }
    }

    /** All series of the window. */
    static Map<String, Map<String, Track>> readAll(Path file, Tier tier) throws IOException {
        var all = new TreeMap<String, Map<String, Track>>();
        try (var in = FileChannel.open(file, StandardOpenOption.READ)) {
            var index = index(in);
            for (int i = 0; i < entries(index); i++) {
                var record = record(in, index.getInt(i * ENTRY + 4));
                var name = text(record);
                all.put(name, fields(tier, record));
            }
            return all;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw corrupt(file, e);
        }
    }

    private static CorruptFileException corrupt(Path file, RuntimeException cause) {
        var failure = new CorruptFileException(file.getFileName() + ": " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }

    private static ByteBuffer index(FileChannel in) throws IOException {
        long size = in.size();
        var trailer = readAt(in, size - TRAILER, TRAILER);
        int count = trailer.getInt(0);
        if (trailer.getInt(TRAILER - 4) != MAGIC
                || count < 0
                || (long) count * ENTRY + TRAILER > size) {
            throw new CorruptFileException("The end is missing");
        }
        var index = readAt(in, size - TRAILER - (long) count * ENTRY, count * ENTRY + TRAILER);
        int covered = index.limit() - 8;
        if (crc(index.duplicate().limit(covered)) != index.getInt(covered)) {
            throw new CorruptFileException("The index is damaged");
        }
        return index;
    }

    private static int entries(ByteBuffer index) {
        return (index.limit() - TRAILER) / ENTRY;
    }

    private static int firstOf(int hash, ByteBuffer index) {
        int low = 0;
        int high = entries(index);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (index.getInt(middle * ENTRY) < hash) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static ByteBuffer record(FileChannel in, int offset) throws IOException {
        var header = readAt(in, offset, HEADER);
        int length = header.getInt(4);
        if (length < 0 || length > MAX_RECORD) {
            throw new CorruptFileException("A record is damaged");
        }
        var record = readAt(in, (long) offset + HEADER, length);
        if (crc(record.duplicate()) != header.getInt(0)) {
            throw new CorruptFileException("A record is damaged");
        }
        return record;
    }

    private static ByteBuffer readAt(FileChannel in, long position, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        long at = position;
        while (bytes.hasRemaining()) {
            int count = at < 0 ? -1 : in.read(bytes, at);
            if (count < 0) {
                throw new CorruptFileException("It is cut off");
            }
            at += count;
        }
        return bytes.flip();
    }

    private static Map<String, Track> fields(Tier tier, ByteBuffer record) {
        var fields = new LinkedHashMap<String, Track>();
        // The record's end counts: an older version wrote more fields than a byte can say.
        int _ = record.get();
        while (record.hasRemaining()) {
            var field = text(record);
            var sum = ColumnCodec.decode(record);
            fields.put(
                    field,
                    tier == Tier.SECOND
                            ? Track.of(sum)
                            : new Track(
                                    ColumnCodec.decode(record),
                                    ColumnCodec.decode(record),
                                    sum,
                                    ColumnCodec.decode(record)));
        }
        return fields;
    }

    static void putText(String text, ByteBuffer out) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) bytes.length).put(bytes);
    }

    static String text(ByteBuffer in) {
        int length = in.getShort();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("Text has " + length + " bytes");
        }
        var bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static int crc(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
