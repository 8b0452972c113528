package dev.automat.metrics.history;

import dev.automat.metrics.archive.Archive;
import dev.automat.metrics.archive.Tier;
import dev.automat.metrics.archive.Track;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Reads ranges from memory and disk, on threads that may wait for the disk. */
@Component
final class RangeQueries {

    private static final int MAX_STEPS = 20_000;

    private final SeriesHistory history;
    private final Archive archive;
    private final Clock clock;

    RangeQueries(SeriesHistory history, Archive archive, Clock clock) {
        this.history = history;
        this.archive = archive;
        this.clock = clock;
    }

    /** What a client asks for. */
    record Wish(@Nullable String from, @Nullable String to, @Nullable Integer step, int width) {}

    /**
     * Reads a range.
     *
     * @return fails with {@link InvalidRangeException} or {@link UnknownSeriesException}
     */
    Mono<RangeResponse> read(String name, Wish wish) {
        return Mono.fromCallable(() -> readNow(name, wish, clock.instant()))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private RangeResponse readNow(String name, Wish wish, Instant now) {
        var range = TimeRange.of(wish.from(), wish.to(), now, archive.reach());
        var tier = tier(wish, range, now);
        int step = tier.stepInSeconds();
        long first = first(range, step);
        long steps = steps(range, step);
        if (steps > MAX_STEPS) {
            throw new InvalidRangeException(
                    "The range has %d steps of %d s; at most %d are told at once"
                            .formatted(steps, step, MAX_STEPS));
        }
        var tracks = archive.read(name, tier, first, (int) steps, history.recent(name, now));
        if (tracks.isEmpty()) {
            history.named(name, now); // Who is alive may have said nothing in that range.
        }
        return response(name, tier, new Seconds(first, step, (int) steps), tracks);
    }

    private static long first(TimeRange range, int step) {
        return Math.floorDiv(range.from(), (long) step) * step;
    }

    private static long steps(TimeRange range, int step) {
        long end = range.from() + range.seconds();
        return range.seconds() == 0 ? 0 : Math.ceilDiv(end - first(range, step), (long) step);
    }

    /**
     * The coarsest that still gives a point per pixel, or a coarser one that reaches as far and is
     * not too much to tell at once.
     */
    private Tier tier(Wish wish, TimeRange range, Instant now) {
        if (wish.step() != null) {
            return tierOf(wish.step());
        }
        if (wish.width() < 1) {
            throw new InvalidRangeException("width must be at least 1, is " + wish.width());
        }
        var chosen = Tier.SECOND;
        for (var tier : Tier.values()) {
            boolean isFineEnough = (long) tier.stepInSeconds() * wish.width() <= range.seconds();
            boolean reaches = archive.reach(chosen, now) <= range.from();
            boolean isTooMuch = steps(range, chosen.stepInSeconds()) > MAX_STEPS;
            if (isFineEnough || !reaches || isTooMuch) {
                chosen = tier;
            }
        }
        return chosen;
    }

    private static Tier tierOf(int step) {
        for (var tier : Tier.values()) {
            if (tier.stepInSeconds() == step) {
                return tier;
            }
        }
        throw new InvalidRangeException("step must be 1, 10, 60 or 3600, is " + step);
    }

    private static RangeResponse response(
            String name, Tier tier, Seconds t, Map<String, Track> tracks) {
        boolean isRolledUp = tier != Tier.SECOND;
        return new RangeResponse(
                name,
                tier.stepInSeconds(),
                t,
                points(tracks, Track::mean),
                isRolledUp ? points(tracks, Track::min) : Map.of(),
                isRolledUp ? points(tracks, Track::max) : Map.of());
    }

    private static Map<String, Points> points(
            Map<String, Track> tracks, Function<Track, float[]> values) {
        var points = new LinkedHashMap<String, Points>();
        tracks.forEach((field, track) -> points.put(field, new Points(values.apply(track))));
        return points;
    }
}
