package dev.automat.reporter;

import dev.automat.reporter.wire.Endpoint;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a reporter reports, where to and how often.
 *
 * @param name of the series, 1 to 128 characters; the field {@code color} of each sample
 * @param endpoint where the collector's SUB socket listens, such as {@code tcp://127.0.0.1:5555};
 *     the host is looked up at every try to connect
 * @param interval between two samples, 10 ms to 1 h
 * @param backlog how many samples wait while the collector is away, 1 to 100,000; then the oldest
 *     are dropped and counted
 * @param furtherFields asked for each sample; the first ten whose name is fit and whose value is
 *     finite become further fields. What it throws costs the sample these fields and no more
 * @param listener hears of the connection; by default it is said in the platform's log
 */
public record ReporterOptions(
        String name,
        String endpoint,
        Duration interval,
        int backlog,
        Supplier<? extends Map<String, ? extends Number>> furtherFields,
        @Nullable ReporterListener listener) {

    /** Where a collector on the same machine listens. */
    public static final String DEFAULT_ENDPOINT = "tcp://127.0.0.1:5555";

    /** One sample a second. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);

    /** Ten minutes at one sample a second. */
    public static final int DEFAULT_BACKLOG = 600;

    private static final int MAX_NAME_LENGTH = 128;
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(10);
    private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
    private static final int MAX_BACKLOG = 100_000;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException when one is out of its bounds
     */
    public ReporterOptions {
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH || !isClean(name)) {
            throw new IllegalArgumentException(
                    "Name must have 1 to %d characters, none of them a control character; has %d"
                            .formatted(MAX_NAME_LENGTH, name.length()));
        }
        var _ = Endpoint.parse(endpoint);
        if (interval.compareTo(SHORTEST_INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw new IllegalArgumentException(
                    "Interval must be 10 ms to 1 h, is " + interval.toMillis() + " ms");
        }
        if (backlog < 1 || backlog > MAX_BACKLOG) {
            throw new IllegalArgumentException(
                    "Backlog must be 1 to " + MAX_BACKLOG + " samples, is " + backlog);
        }
    }

    static boolean isClean(String name) {
        return name.codePoints()
                .noneMatch(point ->
                        Character.isISOControl(point)
                                || Character.getType(point) == Character.SURROGATE);
    }

    /** The defaults: each second, to this machine's collector. */
    public static ReporterOptions named(String name) {
        return new ReporterOptions(
                name, DEFAULT_ENDPOINT, DEFAULT_INTERVAL, DEFAULT_BACKLOG, Map::of, null);
    }

    /** Reports as another series. */
    public ReporterOptions withName(String name) {
        return new ReporterOptions(name, endpoint, interval, backlog, furtherFields, listener);
    }

    /** Reports to another collector. */
    public ReporterOptions withEndpoint(String endpoint) {
        return new ReporterOptions(name, endpoint, interval, backlog, furtherFields, listener);
    }

    /** Reports more or less often. */
    public ReporterOptions withInterval(Duration interval) {
        return new ReporterOptions(name, endpoint, interval, backlog, furtherFields, listener);
    }

    /** Keeps more or fewer samples while the collector is away. */
    public ReporterOptions withBacklog(int backlog) {
        return new ReporterOptions(name, endpoint, interval, backlog, furtherFields, listener);
    }

    /** Reports further fields, which are asked for on the reporter's thread. */
    public ReporterOptions withFurtherFields(
            Supplier<? extends Map<String, ? extends Number>> furtherFields) {
        return new ReporterOptions(name, endpoint, interval, backlog, furtherFields, listener);
    }

    /** Tells the listener of the connection, and not the log. */
    public ReporterOptions withListener(ReporterListener listener) {
        return new ReporterOptions(name, endpoint, interval, backlog, furtherFields, listener);
    }
}
