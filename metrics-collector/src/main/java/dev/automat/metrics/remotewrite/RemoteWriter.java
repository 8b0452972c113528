package dev.automat.metrics.remotewrite;

import dev.automat.metrics.remotewrite.Receiver.Outcome;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that sends: one request after the other, so that the receiver gets each series in
 * order. A request that may succeed later is tried until it does or is dropped as the oldest.
 */
final class RemoteWriter implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(RemoteWriter.class);

    private final RemoteWriteProperties properties;
    private final Backlog backlog;
    private final Receiver receiver;
    private final Counts counts;
    private int failures;
    private boolean isRefusing;

    RemoteWriter(
            RemoteWriteProperties properties, Backlog backlog, Receiver receiver, Counts counts) {
        this.properties = properties;
        this.backlog = backlog;
        this.receiver = receiver;
        this.counts = counts;
    }

    @Override
    public void run() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                var batch = backlog.next(properties.batchSize(), properties.batchInterval());
                goesOn = !batch.reports().isEmpty() && send(batch);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (backlog.size() > 0) {
            log.warn("{} samples were not sent on before the end", backlog.size());
        }
    }

    /** Sends once; says no when it failed and there is no other time. */
    private boolean send(Backlog.Batch batch) throws InterruptedException {
        return switch (receiver.send(WriteRequest.body(batch.reports()))) {
            case Outcome.Stored _ -> {
                counts.sent().add(backlog.remove(batch));
                recovered();
                yield true;
            }
            case Outcome.Refused(int status) -> {
                refused(status, backlog.remove(batch));
                yield true;
            }
            case Outcome.Unavailable(var cause, var wish) -> {
                failed(cause);
                var pause = pause();
                backlog.pause(wish.compareTo(pause) > 0 ? wish : pause);
                yield !backlog.isClosed();
            }
        };
    }

    private void recovered() {
        if (failures > 0 || isRefusing) {
            log.info("Samples are sent on again");
        }
        failures = 0;
        isRefusing = false;
    }

    private void refused(int status, int samples) {
        counts.refused().add(samples);
        failures = 0;
        if (!isRefusing) {
            isRefusing = true;
            log.warn("The receiver of samples refuses them with status {}", status);
        }
    }

    private void failed(String cause) {
        counts.retries().increment();
        failures++;
        if (failures == 1) {
            log.warn("Samples cannot be sent on and wait: {}", cause);
        }
    }

    private Duration pause() {
        var pause = properties.pause().multipliedBy(1L << Math.min(failures - 1, 20));
        var longest = properties.longestPause();
        return pause.compareTo(longest) > 0 ? longest : pause;
    }
}
