package dev.automat.patron.patron;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Logs how long reads take. Who tries the service with curl sees every one; under load a line each
 * would cost more than the read, so no more than one in 10 ms is written.
 */
@Component
public final class ElapsedLog {

    private static final Logger LOG = LoggerFactory.getLogger(ElapsedLog.class);
    private static final long SHORTEST_PAUSE_NANOS = 10_000_000;

    private final AtomicLong last = new AtomicLong(System.nanoTime() - SHORTEST_PAUSE_NANOS);

    /** Logs a read that began at this {@link System#nanoTime}. */
    public void log(long begin) {
        var now = System.nanoTime();
        var before = last.get();
        if (now - before >= SHORTEST_PAUSE_NANOS
                && LOG.isInfoEnabled()
                && last.compareAndSet(before, now)) {
            var millis = String.format(Locale.ROOT, "%.2f", (now - begin) / 1e6);
            LOG.info("get Elapsed: {} ms", millis);
        }
    }
}
