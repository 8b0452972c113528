package dev.automat.broker.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

    private final Connections connections = new Connections();

    /** A connection that pins so much. */
    private record Pinning(long bytes) implements Connection {

        @Override
        public ConnectionSnapshot snapshot() {
            return new ConnectionSnapshot(1, "peer", Instant.EPOCH, null, bytes, 0, 0, false);
        }

        @Override
        public void tick(long nanoTime) {}

        @Override
        public void stopReading() {}

        @Override
        public void finish() {}

        @Override
        public void refuse(Refusal refusal, String detail) {}

        @Override
        public void close() {}
    }

    @Test
    void theWorstIsTheOneThatPinsMost() {
        var worst = new Pinning(70_000);
        connections.add(1, new Pinning(500));
        connections.add(2, worst);
        connections.add(3, new Pinning(0));

        assertThat(connections.worst()).isSameAs(worst);
    }

    @Test
    void nobodyIsWorstWhoPinsNothing() {
        connections.add(1, new Pinning(0));
        connections.add(2, new Pinning(0));

        assertThat(connections.worst()).isNull();
    }
}
