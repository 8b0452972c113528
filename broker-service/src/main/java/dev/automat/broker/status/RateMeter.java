package dev.automat.broker.status;

import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.ChannelSnapshot;
import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Traffic;
import dev.automat.broker.engine.Engine;
import dev.automat.broker.server.Connections;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns counters into rates, by what they were at the look before. */
final class RateMeter {

    private static final int BUSIEST = 50;
    private static final Comparator<ChannelResponse> BUSIEST_FIRST =
            Comparator.comparingDouble(ChannelResponse::rate)
                    .reversed()
                    .thenComparing(ChannelResponse::name);

    private final Engine engine;
    private final Traffic traffic;
    private final PinnedMemory memory;
    private final Connections connections;
    private final Clock clock;
    private Look last;

    /** Counters at one moment. */
    private record Look(
            Instant time, long in, long out, Map<ChannelName, ChannelSnapshot> channels) {}

    RateMeter(
            Engine engine,
            Traffic traffic,
            PinnedMemory memory,
            Connections connections,
            Clock clock) {
        this.engine = engine;
        this.traffic = traffic;
        this.memory = memory;
        this.connections = connections;
        this.clock = clock;
        this.last = new Look(clock.instant(), 0, 0, Map.of());
    }

    /** Looks at all counters. */
    synchronized Rates look() {
        var now = clock.instant();
        var before = last;
        double seconds = Math.max(0.001, Duration.between(before.time, now).toNanos() / 1e9);
        var channels = new HashMap<ChannelName, ChannelSnapshot>();
        engine.channels().forEach(channel -> channels.put(channel.name(), channel));
        last = new Look(now, traffic.in(), traffic.out(), Map.copyOf(channels));
        var busiestFirst =
                channels.values().stream()
                        .map(channel ->
                                rated(channel, before.channels.get(channel.name()), seconds))
                        .sorted(BUSIEST_FIRST)
                        .toList();
        return new Rates(
                busiestFirst,
                new RatesResponse(
                        now,
                        connections.size(),
                        busiestFirst.stream().limit(BUSIEST).toList(),
                        perSecond(last.in - before.in, seconds),
                        perSecond(last.out - before.out, seconds),
                        busiestFirst.stream().mapToLong(ChannelResponse::waiting).sum(),
                        memory.pinned(),
                        traffic.dropped()));
    }

    /** Counters as they are now, with the rates of an earlier look, busiest first. */
    List<ChannelResponse> update(Rates rates) {
        var rated = new HashMap<String, ChannelResponse>();
        rates.channels.forEach(channel -> rated.put(channel.name(), channel));
        return engine.channels().stream()
                .map(channel -> updated(channel, rated.get(channel.name().toString())))
                .sorted(BUSIEST_FIRST)
                .toList();
    }

    private static ChannelResponse updated(ChannelSnapshot now, @Nullable ChannelResponse earlier) {
        return earlier == null
                ? ChannelResponse.of(now, 0, 0)
                : ChannelResponse.of(now, earlier.inRate(), earlier.outRate());
    }

    /**
     * Result of one look.
     *
     * @param channels all channels, busiest first
     */
    record Rates(List<ChannelResponse> channels, RatesResponse summary) {}

    private static ChannelResponse rated(
            ChannelSnapshot now, @Nullable ChannelSnapshot before, double seconds) {
        // A channel forgotten and used again since counts from zero.
        boolean same = before != null && before.in() <= now.in() && before.out() <= now.out();
        long in = same && before != null ? now.in() - before.in() : now.in();
        long out = same && before != null ? now.out() - before.out() : now.out();
        return ChannelResponse.of(now, perSecond(in, seconds), perSecond(out, seconds));
    }

    /** Rounded to a tenth: more digits would only make the stream longer. */
    private static double perSecond(long count, double seconds) {
        return Math.round(count / seconds * 10) / 10.0;
    }
}
