package dev.automat.patron.postgres;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the plugin {@code pgoutput} writes. */
final class PgOutputReader {

    private static final int KEY_FLAG = 1;

    private PgOutputReader() {}

    /** Reads one message; fails when it is cut off or none that the plugin sends. */
    static PgOutput read(ByteBuf in) {
        return switch (in.readByte()) {
            case 'B' -> begin(in);
            case 'C' -> PgOutput.Commit.INSTANCE;
            case 'M' -> message(in);
            case 'R' -> relation(in);
            case 'I' -> new PgOutput.Insert(in.readInt(), rowAfterMark(in));
            case 'U' -> update(in);
            case 'D' -> new PgOutput.Delete(in.readInt(), rowAfterMark(in));
            case 'T' -> truncate(in);
            default -> PgOutput.Other.INSTANCE;
        };
    }

    private static PgOutput begin(ByteBuf in) {
        long position = in.readLong();
        in.skipBytes(Long.BYTES);
        return new PgOutput.Begin(position, in.readInt());
    }

    private static PgOutput message(ByteBuf in) {
        in.skipBytes(Byte.BYTES + Long.BYTES);
        var prefix = name(in);
        return new PgOutput.Message(prefix, text(in));
    }

    private static PgOutput relation(ByteBuf in) {
        int oid = in.readInt();
        var _ = name(in);
        var table = name(in);
        in.skipBytes(Byte.BYTES);
        int count = in.readUnsignedShort();
        var columns = new ArrayList<PgOutput.Column>(count);
        for (int i = 0; i < count; i++) {
            boolean isKey = (in.readByte() & KEY_FLAG) != 0;
            columns.add(new PgOutput.Column(name(in), isKey, in.readInt()));
            in.skipBytes(Integer.BYTES);
        }
        return new PgOutput.Relation(oid, table, List.copyOf(columns));
    }

    private static PgOutput update(ByteBuf in) {
        int relation = in.readInt();
        byte mark = in.readByte();
        @Nullable List<PgOutput.Value> before = null;
        if (mark == 'K' || mark == 'O') {
            before = row(in);
            mark = in.readByte();
        }
        return new PgOutput.Update(relation, before, row(in));
    }

    private static PgOutput truncate(ByteBuf in) {
        int count = in.readInt();
        in.skipBytes(Byte.BYTES);
        var relations = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            relations.add(in.readInt());
        }
        return new PgOutput.Truncate(List.copyOf(relations));
    }

    private static List<PgOutput.Value> rowAfterMark(ByteBuf in) {
        in.skipBytes(Byte.BYTES);
        return row(in);
    }

    private static List<PgOutput.Value> row(ByteBuf in) {
        int count = in.readUnsignedShort();
        var values = new ArrayList<PgOutput.Value>(count);
        for (int i = 0; i < count; i++) {
            values.add(value(in));
        }
        return List.copyOf(values);
    }

    private static PgOutput.Value value(ByteBuf in) {
        byte kind = in.readByte();
        return switch (kind) {
            case 'n' -> new PgOutput.Value(null, true);
            case 'u' -> new PgOutput.Value(null, false);
            case 't' -> new PgOutput.Value(text(in), true);
            default ->
                    throw new IllegalStateException(
                            "Values of kind %c are unknown".formatted(kind));
        };
    }

    private static String text(ByteBuf in) {
        int length = in.readInt();
        return in.readCharSequence(length, StandardCharsets.UTF_8).toString();
    }

    /** Ends with a zero byte. */
    private static String name(ByteBuf in) {
        var name = in.readCharSequence(in.bytesBefore((byte) 0), StandardCharsets.UTF_8).toString();
        in.skipBytes(1);
        return name;
    }
}
