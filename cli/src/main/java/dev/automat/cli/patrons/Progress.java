package dev.automat.cli.patrons;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Counts the lines and bytes that are read through it, and shows them twice a second where somebody
 * watches.
 */
final class Progress extends FilterInputStream {

    private static final long PAUSE_NANOS = 500_000_000;
    private static final double MEBI = 1_048_576;

    private final PrintWriter terminal;
    private final boolean isWatched;
    private final long total;
    private final long begin = System.nanoTime();
    private long shown = begin;
    private long bytes;
    private long lines;

    /**
     * Begins to count.
     *
     * @param total bytes to come; 0 when nobody knows
     */
    Progress(InputStream in, PrintWriter terminal, boolean isWatched, long total) {
        super(in);
        this.terminal = terminal;
        this.isWatched = isWatched;
        this.total = total;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        var count = super.read(buffer, offset, length);
        for (var at = 0; at < count; at++) {
            lines += buffer[offset + at] == '\n' ? 1 : 0;
        }
        bytes += Math.max(0, count);
        if (isWatched && System.nanoTime() - shown >= PAUSE_NANOS) {
            shown = System.nanoTime();
            terminal.print("\r" + text());
            terminal.flush();
        }
        return count;
    }

    long lines() {
        return lines;
    }

    /** Ends the line that was overwritten so far. */
    void end() {
        if (isWatched && shown != begin) {
            terminal.println("\r" + text());
        }
    }

    private String text() {
        var seconds = Math.max(1e-9, (System.nanoTime() - begin) / 1e9);
        var share = total == 0 ? "" : ", %d %%".formatted(100 * bytes / total);
        return String.format(
                Locale.ROOT,
                "%,d lines, %.1f MiB%s, %,.0f lines/s   ",
                lines,
                bytes / MEBI,
                share,
                lines / seconds);
    }
}
