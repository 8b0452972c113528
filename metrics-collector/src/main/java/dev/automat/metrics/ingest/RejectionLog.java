package dev.automat.metrics.ingest;

import dev.automat.metrics.sample.Rejection;
import dev.automat.metrics.sample.Sender;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says who sends junk, at most once in ten seconds, however much comes. */
final class RejectionLog {

    private static final Logger log = LoggerFactory.getLogger(RejectionLog.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Clock clock;
    private Instant next = Instant.MIN;
    private long unsaid;

    RejectionLog(Clock clock) {
        this.clock = clock;
    }

    /** Logs the rejection or counts it for the next line. */
    synchronized void rejected(Sender sender, Rejection reason) {
        var now = clock.instant();
        if (now.isBefore(next)) {
            unsaid++;
            return;
        }
        log.warn(
                "Dropped a message from {} that is no sample: {}; {} more since the line before",
                sender.address(),
                reason.text(),
                unsaid);
        next = now.plus(PAUSE);
        unsaid = 0;
    }
}
