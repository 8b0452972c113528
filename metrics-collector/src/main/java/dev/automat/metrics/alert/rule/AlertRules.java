package dev.automat.metrics.alert.rule;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What alerts are raised for.
 *
 * @param silence apps that no longer report
 * @param leak apps whose memory leaks
 * @param thresholds limits that fields should not pass
 */
public record AlertRules(
        @DefaultValue Silence silence,
        @DefaultValue Leak leak,
        @DefaultValue List<Threshold> thresholds) {

    private static final int MAX_THRESHOLDS = 200;
    private static final Duration LEAST_SILENCE = Duration.ofSeconds(5);

    /** Who is silent for an hour is not known any more, unless an alert was raised before. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(50);

    private static final int MAX_EXCEPTIONS = 200;
    private static final Set<String> TAKEN = Set.of("silence", "leak");

    public AlertRules {
        thresholds = List.copyOf(thresholds);
        if (thresholds.size() > MAX_THRESHOLDS) {
            throw new IllegalArgumentException(
                    "At most %d thresholds are looked at, there are %d"
                            .formatted(MAX_THRESHOLDS, thresholds.size()));
        }
        var names = new HashSet<>(TAKEN);
        for (var threshold : thresholds) {
            if (!names.add(threshold.name())) {
                throw new IllegalArgumentException(
                        "Two rules are named " + threshold.name() + "; each needs its own name");
            }
        }
    }

    /** What is looked for where no file says it: silence and leaks. */
    public static AlertRules defaults() {
        return new AlertRules(
                new Silence(true, Duration.ofSeconds(15), List.of()),
                new Leak(true, List.of()),
                List.of());
    }

    /** These thresholds and nothing else. */
    public static AlertRules only(Threshold threshold) {
        return new AlertRules(
                new Silence(false, LEAST_SILENCE, List.of()),
                new Leak(false, List.of()),
                List.of(threshold));
    }

    /**
     * Apps that no longer report.
     *
     * @param enabled whether they are looked for
     * @param after how long an app that is late must be silent, 5 s to 50 min
     * @param except apps that may fall silent; {@code *} stands for any characters
     */
    public record Silence(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("15s") Duration after,
            @DefaultValue List<String> except) {

        public Silence {
            except = checked(except);
            if (after.compareTo(LEAST_SILENCE) < 0 || after.compareTo(LONGEST_SILENCE) > 0) {
                throw new IllegalArgumentException(
                        "Silence must last at least %d s and at most %d min, has %s"
                                .formatted(
                                        LEAST_SILENCE.toSeconds(),
                                        LONGEST_SILENCE.toMinutes(),
                                        after));
            }
        }

        /** Whether it is looked for in an app. */
        public boolean covers(String app) {
            return enabled && !isExcepted(app, except);
        }
    }

    /**
     * Apps whose memory leaks.
     *
     * @param enabled whether they are looked for
     * @param except apps that may; {@code *} stands for any characters
     */
    public record Leak(@DefaultValue("true") boolean enabled, @DefaultValue List<String> except) {

        public Leak {
            except = checked(except);
        }

        /** Whether it is looked for in an app. */
        public boolean covers(String app) {
            return enabled && !isExcepted(app, except);
        }
    }

    private static List<String> checked(List<String> except) {
        if (except.size() > MAX_EXCEPTIONS) {
            throw new IllegalArgumentException(
                    "At most %d names are excepted, there are %d"
                            .formatted(MAX_EXCEPTIONS, except.size()));
        }
        return except.stream().map(name -> new NamePattern(name).text()).toList();
    }

    private static boolean isExcepted(String app, List<String> except) {
        return except.stream().anyMatch(name -> new NamePattern(name).matches(app));
    }
}
