package dev.automat.reporter.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * {@code /proc/PID/statm}, kept open: a reading costs a system call and no garbage. Not safe for
 * several threads.
 */
final class Statm implements ResidentMemory {

    private static final Path OWN = Path.of("/proc/self/statm");
    private static final Path AUXILIARY_VECTOR = Path.of("/proc/self/auxv");

    /** The entry of the auxiliary vector that states the size of a page (getauxval(3)). */
    private static final int AT_PAGESZ = 6;

    private static final int USUAL_PAGE = 4_096;

    private final FileChannel file;
    private final long pageSize;
    private final ByteBuffer text = ByteBuffer.allocateDirect(128);
    private long last;

    private Statm(FileChannel file, long pageSize) {
        this.file = file;
        this.pageSize = pageSize;
    }

    /** Opens this process's file; null where there is none. */
    static @Nullable Statm open() {
        return open(OWN);
    }

    /** Opens another process's file; null where there is none. */
    static @Nullable Statm open(long pid) {
        return open(Path.of("/proc/" + pid + "/statm"));
    }

    private static @Nullable Statm open(Path file) {
        try {
            return new Statm(FileChannel.open(file, StandardOpenOption.READ), pageSize());
        } catch (IOException _) {
            return null;
        }
    }

    private static long pageSize() {
        try {
            var vector = ByteBuffer.wrap(Files.readAllBytes(AUXILIARY_VECTOR));
            vector.order(ByteOrder.nativeOrder());
            while (vector.remaining() >= 2 * Long.BYTES) {
                long key = vector.getLong();
                long value = vector.getLong();
                if (key == AT_PAGESZ) {
                    return value;
                }
            }
        } catch (IOException _) {
            // A process that may not read its vector most likely has pages of the usual size.
        }
        return USUAL_PAGE;
    }

    @Override
    public long bytes() {
        try {
            text.clear();
            file.read(text, 0);
            last = secondNumber(text.flip()) * pageSize;
        } catch (IOException _) {
            // The last value is nearer to the truth than none.
        }
        return last;
    }

    /** The second of the numbers in a line, which counts resident pages. */
    static long secondNumber(ByteBuffer line) {
        while (line.hasRemaining() && line.get() != ' ') {
            // The first number is of no interest.
        }
        long number = 0;
        while (line.hasRemaining()) {
            int digit = line.get() - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
