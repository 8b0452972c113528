package dev.automat.reporter;

import dev.automat.reporter.process.ProcessMeter;
import dev.automat.reporter.wire.Endpoint;
import dev.automat.reporter.wire.Publisher;
import dev.automat.reporter.wire.PublisherListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Reports the CPU and memory of this process to a metrics collector.
 *
 * <pre>{@code
 * MetricsReporter.start("orders");
 * }</pre>
 *
 * <p>One daemon thread does all of it. Whatever happens to the collector or the network, the app
 * neither waits nor fails: while nobody listens, a bounded number of samples waits.
 *
 * <p>Safe for use by several threads.
 */
public final class MetricsReporter implements AutoCloseable {

    private static final Logger log = System.getLogger(MetricsReporter.class.getName());
    private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(1);

    private final ReporterOptions options;
    private final Supplier<ProcessMeter> metering;
    private final SampleText text;
    private final Publisher publisher;
    private final Thread thread;
    private volatile boolean isClosing;
    private final AtomicLong samples = new AtomicLong();
    private boolean saidFieldsFail;

    private MetricsReporter(ReporterOptions options, long pid, Supplier<ProcessMeter> metering)
            throws IOException {
        this.options = options;
        this.metering = metering;
        text = new SampleText(options.name(), pid, Host.name());
        publisher =
                new Publisher(
                        Endpoint.parse(options.endpoint()),
                        options.backlog(),
                        SampleText.MAX_BYTES,
                        forwardingTo(listener(options)));
        thread = Thread.ofPlatform().name("metrics-reporter").daemon().unstarted(this::run);
    }

    /**
     * Starts to report each second to a collector on this machine.
     *
     * @param name of the series, 1 to 128 characters
     * @throws IllegalArgumentException when the name is not fit
     */
    public static MetricsReporter start(String name) {
        return start(ReporterOptions.named(name));
    }

    /** Starts to report; the first sample is taken after one interval. */
    public static MetricsReporter start(ReporterOptions options) {
        return start(options, ProcessHandle.current().pid(), ProcessMeter::new);
    }

    /**
     * Starts to report another process of this machine, until it is closed. When that process ends,
     * its last values are reported on: whoever starts this watches it.
     *
     * @throws IllegalArgumentException when there is no such process, or none that may be looked at
     */
    public static MetricsReporter startFor(ProcessHandle process, ReporterOptions options) {
        var meter = ProcessMeter.of(process);
        return start(options, process.pid(), () -> meter);
    }

    private static MetricsReporter start(
            ReporterOptions options, long pid, Supplier<ProcessMeter> metering) {
        try {
            var reporter = new MetricsReporter(options, pid, metering);
            reporter.thread.start();
            return reporter;
        } catch (IOException e) {
            throw new UncheckedIOException("The system gives no selector", e);
        }
    }

    private static ReporterListener listener(ReporterOptions options) {
        var listener = options.listener();
        return listener == null ? new LoggingListener(options.endpoint()) : listener;
    }

    private static PublisherListener forwardingTo(ReporterListener listener) {
        return new PublisherListener() {
            @Override
            public void connected() {
                listener.connected();
            }

            @Override
            public void disconnected(String why) {
                listener.disconnected(why);
            }
        };
    }

    private void run() {
        try (publisher) {
            report();
        } catch (IOException | RuntimeException e) {
            log.log(Level.WARNING, "This process no longer reports itself", e);
        }
    }

    private void report() throws IOException {
        var meter = metering.get();
        long interval = options.interval().toNanos();
        long next = System.nanoTime() + interval;
        publisher.serve(next);
        while (!isClosing) {
            meter.read();
            long seq = samples.getAndIncrement();
            publisher.publish(text.write(Instant.now(), seq, meter, furtherFields()));
            // After a pause of the process the missed samples are not made up.
            long now = System.nanoTime();
            next = next + interval - now > 0 ? next + interval : now + interval;
            publisher.serve(next);
        }
    }

    /** A copy, so that whatever is wrong with the map, its keys or values shows here. */
    private Map<String, Double> furtherFields() {
        try {
            var fields = new LinkedHashMap<String, Double>();
            options.furtherFields()
                    .get()
                    .forEach((name, value) ->
                            fields.put(Objects.requireNonNull(name), value.doubleValue()));
            return fields;
        } catch (RuntimeException e) {
            if (!saidFieldsFail) {
                saidFieldsFail = true;
                log.log(Level.WARNING, "Further fields of samples cannot be had", e);
            }
            return Map.of();
        }
    }

    /** Whether a collector listens. */
    public boolean isConnected() {
        return publisher.isConnected();
    }

    /** The samples taken. */
    public long samples() {
        return samples.get();
    }

    /** The samples that did not reach a collector, as far as can be told from here. */
    public long dropped() {
        return publisher.dropped();
    }

    /** Stops reporting, within a second; samples that wait are given up. */
    @Override
    public void close() {
        isClosing = true;
        publisher.wakeUp();
        try {
            if (Thread.currentThread() != thread) {
                thread.join(CLOSING_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
