package dev.automat.bench.broker;

import java.io.IOException;
import java.time.Duration;

/**
 * How long loads run.
 *
 * @param rounds how often each is measured; medians are printed
 * @param first warm-up of a server that compiles as it runs
 * @param warmUp before each measurement
 */
record Pace(int rounds, Duration first, Duration warmUp, Duration measured) {

    /** By properties; times in milliseconds. */
    static Pace ofProperties() {
        return new Pace(
                Integer.getInteger("bench.rounds", 5),
                millis("bench.first", 6_000),
                millis("bench.warmup", 400),
                millis("bench.measured", 800));
    }

    private static Duration millis(String property, int otherwise) {
        return Duration.ofMillis(Integer.getInteger(property, otherwise));
    }

    /** Deliveries per second by a server that is warm. */
    double rate(Peer peer, Shape shape) throws IOException {
        return rate(peer, shape, measured);
    }

    /** Runs a load until the server has compiled what it needs. */
    void warmUp(Peer peer, Shape shape) throws IOException {
        var _ = rate(peer, shape, first);
    }

    private double rate(Peer peer, Shape shape, Duration time) throws IOException {
        try (var load = new Load(peer, shape.channel(), shape.sizeInBytes())) {
            return load.withIdle(shape.idle())
                    .withSubscribers(shape.subscribers())
                    .withPublishers(shape.publishers())
                    .deliveriesPerSecond(warmUp, time);
        }
    }
}
