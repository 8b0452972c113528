package dev.automat.zmtp.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a connection's bytes into messages and commands, however they arrive.
 *
 * <p>What arrives whole is given on from the read buffer itself. Only an unfinished message is
 * copied, into a buffer that grows with the bytes that came and never by what a header announces.
 * Headers are judged before their bodies are kept. Not safe for use by several threads.
 */
public final class FrameDecoder implements AutoCloseable {

    /** Takes what the decoder finds, in order. */
    public interface Sink {

        /**
         * Takes a message. Part {@code i} lies in {@code buffer} at {@code base + offsets[i]} and
         * has {@code lengths[i]} bytes. All arguments are the decoder's, valid during the call.
         */
        void message(ByteBuf buffer, int base, int[] offsets, int[] lengths, int parts);

        /** Takes a command's frame body, valid during the call. */
        void command(ByteBuf frame);
    }

    private final ByteBufAllocator allocator;
    private final BufferBudget budget;
    private final Sink sink;
    private int maxFrame;
    private int maxMessage;
    private int maxParts = 1;
    private @Nullable ByteBuf kept;
    private int charged;
    private boolean feeding;
    private boolean closed;
    private long units;

    // The message that has begun: how many of its bytes are understood, and what they hold.
    private int scanned;
    private int parts;
    private int total;
    private int inside;
    private int[] offsets = new int[4];
    private int[] lengths = new int[4];

    /** Begins with limits for a handshake: commands pass, messages do not. */
    public FrameDecoder(ByteBufAllocator allocator, BufferBudget budget, Sink sink) {
        this.allocator = allocator;
        this.budget = budget;
        this.sink = sink;
    }

    /** Lets messages of these sizes pass from the next frame on. */
    public void allowMessages(int maxFrame, int maxMessage, int maxParts) {
        this.maxFrame = maxFrame;
        this.maxMessage = maxMessage;
        this.maxParts = maxParts;
    }

    /** Whether a message or command has begun and is not complete. */
    public boolean isUnfinished() {
        return kept != null;
    }

    /** The number of messages and commands completed until now. */
    public long units() {
        return units;
    }

    /**
     * Takes the next bytes and gives on all that they complete. Does not release them.
     *
     * @throws ZmtpViolationException when a limit or the protocol is broken; the decoder must be
     *     closed then
     */
    public void feed(ByteBuf in) {
        if (closed) {
            return;
        }
        feeding = true;
        try {
            join(in);
        } finally {
            feeding = false;
            if (closed) {
                keep(null);
            }
        }
    }

    private void join(ByteBuf in) {
        var unfinished = kept;
        if (unfinished == null) {
            scan(in);
            keep(copyOfRest(in));
            return;
        }
        unfinished.writeBytes(in);
        scan(unfinished);
        if (unfinished.readerIndex() > 0) {
            // The rest moves to a buffer of its own size, so that a large one is not pinned.
            keep(copyOfRest(unfinished));
        } else {
            charge(unfinished.capacity());
        }
    }

    private @Nullable ByteBuf copyOfRest(ByteBuf buffer) {
        return buffer.isReadable() && !closed
                ? allocator.buffer(buffer.readableBytes()).writeBytes(buffer)
                : null;
    }

    private void keep(@Nullable ByteBuf next) {
        if (kept != null) {
            kept.release();
        }
        kept = next;
        charge(next == null ? 0 : next.capacity());
    }

    private void charge(int bytes) {
        if (!budget.change(charged, bytes)) {
            throw new ZmtpViolationException(
                    Violation.TOO_MUCH_BUFFERED, "No memory left for unfinished messages");
        }
        charged = bytes;
    }

    /** Gives on what is complete; leaves the reader index where the unfinished message begins. */
    private void scan(ByteBuf buffer) {
        int position = buffer.readerIndex() + scanned;
        int end = buffer.writerIndex();
        while (!closed && position < end) {
            int flags = judgedFlags(buffer.getByte(position));
            int header = (flags & Frames.LONG) != 0 ? 9 : 2;
            if (end - position < header) {
                break;
            }
            int size = judgedSize(buffer, position, flags);
            if (end - position - header < size) {
                break;
            }
            take(buffer, position + header, size, flags);
            position += header + size;
            if (parts == 0) {
                buffer.readerIndex(position);
                total = 0;
                inside = 0;
                units++;
            }
            scanned = position - buffer.readerIndex();
        }
    }

    private static int judgedFlags(int flags) {
        if ((flags & Frames.UNDEFINED) != 0) {
            throw new ZmtpViolationException(
                    Violation.BAD_FRAME, "Frame has undefined flags: " + (flags & 0xFF));
        }
        if ((flags & Frames.COMMAND) != 0 && (flags & Frames.MORE) != 0) {
            throw new ZmtpViolationException(Violation.BAD_FRAME, "Command announces more frames");
        }
        return flags;
    }

    private int judgedSize(ByteBuf buffer, int position, int flags) {
        long size =
                (flags & Frames.LONG) != 0
                        ? buffer.getLong(position + 1)
                        : buffer.getUnsignedByte(position + 1);
        boolean command = (flags & Frames.COMMAND) != 0;
        long most = command ? Command.MAX_BYTES : maxFrame;
        if (size < 0 || size > most) {
            throw new ZmtpViolationException(
                    Violation.FRAME_TOO_LARGE,
                    "Frame may have " + most + " bytes, announces " + Long.toUnsignedString(size));
        }
        if (command) {
            judgeCommandInside(size);
        } else {
            judgePart(size);
        }
        return (int) size;
    }

    private void judgeCommandInside(long size) {
        // Between two parts a command has to be kept with them, so there must not be many.
        if (parts > 0 && inside + size > Command.MAX_BYTES) {
            throw new ZmtpViolationException(
                    Violation.BAD_COMMAND, "Too many commands inside of a message");
        }
    }

    private void judgePart(long size) {
        if (total + size > maxMessage) {
            throw new ZmtpViolationException(
                    Violation.MESSAGE_TOO_LARGE,
                    "Message may have " + maxMessage + " bytes, announces " + (total + size));
        }
        if (parts == maxParts) {
            throw new ZmtpViolationException(
                    Violation.TOO_MANY_PARTS, "Message may have " + maxParts + " parts");
        }
    }

    private void take(ByteBuf buffer, int position, int size, int flags) {
        if ((flags & Frames.COMMAND) != 0) {
            // Counted with its header: without, endless empty commands would cost nothing.
            inside += parts > 0 ? size + 2 : 0;
            sink.command(buffer.slice(position, size));
            return;
        }
        add(position - buffer.readerIndex(), size);
        if ((flags & Frames.MORE) == 0) {
            int count = parts;
            parts = 0;
            sink.message(buffer, buffer.readerIndex(), offsets, lengths, count);
        }
    }

    private void add(int offset, int size) {
        if (parts == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * parts);
            lengths = Arrays.copyOf(lengths, 2 * parts);
        }
        offsets[parts] = offset;
        lengths[parts] = size;
        parts++;
        total += size;
    }

    /**
     * Releases what is kept. Bytes that come later, or wait in the buffer being fed, are ignored.
     */
    @Override
    public void close() {
        closed = true;
        if (!feeding) {
            keep(null);
        }
    }
}
