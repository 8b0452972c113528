package dev.automat.metrics.ingest;

import dev.automat.metrics.sample.Reading;
import dev.automat.metrics.sample.Rejection;
import dev.automat.metrics.sample.Sample;
import dev.automat.metrics.sample.SampleListener;
import dev.automat.metrics.sample.SampleParser;
import dev.automat.metrics.sample.Sender;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells samples from junk. A message that is no sample is counted and dropped; whatever it is, the
 * next one is read as if nothing had happened.
 */
@Component
public final class SampleIntake {

    private static final Logger log = LoggerFactory.getLogger(SampleIntake.class);

    private final SampleParser parser = new SampleParser();
    private final List<SampleListener> listeners;
    private final Clock clock;
    private final RejectionLog rejectionLog;
    private final LongAdder received = new LongAdder();
    private final Map<Rejection, LongAdder> rejected = new EnumMap<>(Rejection.class);

    SampleIntake(List<SampleListener> listeners, Clock clock, MeterRegistry meters) {
        this.listeners = List.copyOf(listeners);
        this.clock = clock;
        this.rejectionLog = new RejectionLog(clock);
        FunctionCounter.builder("automat.metrics.samples.received", received, LongAdder::sum)
                .description("Samples taken")
                .register(meters);
        for (var reason : Rejection.values()) {
            var count = new LongAdder();
            rejected.put(reason, count);
            FunctionCounter.builder("automat.metrics.samples.rejected", count, LongAdder::sum)
                    .description("Messages that were no samples")
                    .tag("reason", nameOf(reason))
                    .register(meters);
        }
    }

    /**
     * Takes a message of one frame; its buffer may be used again afterwards.
     *
     * @return what became of it
     */
    public Reading receive(Sender sender, ByteBuffer message) {
        var reading = parser.parse(message);
        take(sender, reading);
        return reading;
    }

    private void take(Sender sender, Reading reading) {
        switch (reading) {
            case Reading.Accepted(var sample) -> accept(sender, sample);
            case Reading.Rejected(var reason) -> reject(sender, reason);
        }
    }

    private void accept(Sender sender, Sample sample) {
        received.increment();
        var now = clock.instant();
        for (var listener : listeners) {
            try {
                listener.accept(sample, sender, now);
            } catch (RuntimeException e) {
                // One listener's fault is not the others'.
                log.error("A sample could not be passed on", e);
            }
        }
    }

    /** Counts and drops a message that is no sample. */
    void reject(Sender sender, Rejection reason) {
        var count = rejected.get(reason);
        if (count != null) {
            count.increment();
        }
        rejectionLog.rejected(sender, reason);
    }

    long received() {
        return received.sum();
    }

    /** Dropped messages by reason, those that occurred. */
    Map<String, Long> rejections() {
        var rejections = new TreeMap<String, Long>();
        rejected.forEach((reason, count) -> {
            if (count.sum() > 0) {
                rejections.put(nameOf(reason), count.sum());
            }
        });
        return rejections;
    }

    private static String nameOf(Rejection reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
