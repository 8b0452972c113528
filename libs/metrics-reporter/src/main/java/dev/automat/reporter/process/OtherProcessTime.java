package dev.automat.reporter.process;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The CPU time of another process in nanoseconds; the last one known when it is gone. */
final class OtherProcessTime implements LongSupplier {

    private final ProcessHandle process;
    private Duration last = Duration.ZERO;

    OtherProcessTime(ProcessHandle process) {
        this.process = process;
    }

    @Override
    public long getAsLong() {
        last = process.info().totalCpuDuration().orElse(last);
        return last.toNanos();
    }
}
