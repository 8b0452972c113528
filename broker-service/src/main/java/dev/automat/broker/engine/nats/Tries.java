package dev.automat.broker.engine.nats;

import io.nats.client.impl.NatsJetStreamMetaData;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;

/**
 * How often messages came back from workers of this broker. JetStream counts deliveries, also those
 * that no worker saw, which must not make a dead letter of a message. Tries at other brokers, or
 * before this one was started, are not known here and do not count. Safe for use by any thread.
 */
final class Tries {

    /** Messages that are remembered; one that is forgotten is tried more often. */
    static final int REMEMBERED = 10_000;

    /** A stream that was made anew counts from one again. */
    private record Place(long sequence, ZonedDateTime storedAt) {

        private static Place of(NatsJetStreamMetaData metaData) {
            return new Place(metaData.streamSequence(), metaData.timestamp());
        }
    }

    private final LinkedHashMap<Place, Integer> counts = new LinkedHashMap<>();

    /** Tries of a message. */
    synchronized int of(NatsJetStreamMetaData metaData) {
        return counts.getOrDefault(Place.of(metaData), 0);
    }

    /** Notes how often a message was tried by now. */
    synchronized void note(NatsJetStreamMetaData metaData, int tries) {
        counts.putLast(Place.of(metaData), tries);
        if (counts.size() > REMEMBERED) {
            counts.pollFirstEntry();
        }
    }

    /** Forgets a message that is done. */
    synchronized void forget(NatsJetStreamMetaData metaData) {
        counts.remove(Place.of(metaData));
    }
}
