package dev.automat.broker;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.engine.Engine;
import dev.automat.broker.server.ConnectionSnapshot;
import dev.automat.broker.server.Connections;
import dev.automat.broker.server.Refusal;
import dev.automat.broker.server.Refusals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What sessions at the STOMP door keep, and what becomes of them when memory is short. */
class StompLimitsIT {

    private static final int KEPT_BYTES = 100_000;

    private static RunningBroker broker;
    private static PinnedMemory memory;

    @BeforeAll
    static void startBroker() {
        broker = RunningBroker.start("automat.broker.channels.pinned-memory=8MB");
        memory = broker.bean(PinnedMemory.class);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @AfterEach
    void leaveNothing() {
        eventually(() -> assertThat(broker.bean(Connections.class).size()).isZero());
        broker.bean(Engine.class).discardWaiting();
        assertThat(memory.pinned()).isZero();
    }

    private static StompPeer connected(RunningBroker to) throws IOException {
        return StompPeer.connected(to.door("stomp"));
    }

    private static ConnectionSnapshot only(RunningBroker of) {
        var snapshots = of.bean(Connections.class).snapshots();
        assertThat(snapshots).hasSize(1);
        return snapshots.getFirst();
    }

    /** Says all of a SEND but its last byte. */
    private static void sayMost(StompPeer peer) throws IOException {
        var frame =
                "SEND\ndestination:/null\nreceipt:whole\ncontent-length:%d\n\n%s"
                        .formatted(KEPT_BYTES, "x".repeat(KEPT_BYTES));
        peer.raw(frame.getBytes(StandardCharsets.US_ASCII));
    }

    private static void keepInTransaction(StompPeer peer) throws IOException {
        peer.frame("BEGIN", "", "transaction:t");
        peer.frame(
                "SEND",
                "x".repeat(KEPT_BYTES),
                "destination:/null",
                "transaction:t",
                "receipt:kept");
        assertThat(peer.hear().header("receipt-id")).isEqualTo("kept");
    }

    private static long whoKeepMuch(RunningBroker of) {
        return of.bean(Connections.class).snapshots().stream()
                .filter(each -> each.pinnedBytes() >= KEPT_BYTES)
                .count();
    }

    @Test
    void whatATransactionKeepsIsItsSessionsOwn() throws IOException {
        try (var peer = connected(broker)) {
            keepInTransaction(peer);
            eventually(() -> assertThat(only(broker).pinnedBytes()).isGreaterThan(KEPT_BYTES));

            peer.frame("COMMIT", "", "transaction:t", "receipt:done");
            assertThat(peer.hear().header("receipt-id")).isEqualTo("done");

            eventually(() -> assertThat(only(broker).pinnedBytes()).isZero());
        }
    }

    @Test
    void aSessionInTheMidstOfALargeFrameIsNotReadWhileMemoryIsShort() throws IOException {
        try (var peer = connected(broker)) {
            memory.pin(memory.ceiling());
            try {
                sayMost(peer);
                eventually(() -> assertThat(only(broker).paused()).isTrue());
            } finally {
                memory.unpin(memory.ceiling());
            }

            peer.raw(new byte[1]);

            assertThat(peer.hear().header("receipt-id")).isEqualTo("whole");
            eventually(() -> assertThat(only(broker).paused()).isFalse());
        }
    }

    @Test
    void aSessionWithALargeTransactionIsNotReadWhileMemoryIsShort() throws IOException {
        try (var peer = connected(broker)) {
            keepInTransaction(peer);
            memory.pin(memory.ceiling());
            try {
                eventually(() -> assertThat(only(broker).paused()).isTrue());
            } finally {
                memory.unpin(memory.ceiling());
            }

            peer.frame("COMMIT", "", "transaction:t", "receipt:done");

            assertThat(peer.hear().header("receipt-id")).isEqualTo("done");
        }
    }

    @Test
    void whoKeepsMuchAndWaitsForMemoryTooLongIsClosedAndOthersStay() throws IOException {
        try (var impatient =
                RunningBroker.start(
                        "automat.broker.channels.pinned-memory=8MB",
                        "automat.broker.stomp.memory-timeout=200ms")) {
            var scarce = impatient.bean(PinnedMemory.class);
            try (var hoarder = connected(impatient);
                    var holder = connected(impatient);
                    var other = connected(impatient)) {
                keepInTransaction(holder);
                sayMost(hoarder);
                eventually(() -> assertThat(whoKeepMuch(impatient)).isEqualTo(2));
                scarce.pin(scarce.ceiling());

                assertThat(hoarder.hearsTheEnd()).isTrue();
                assertThat(holder.hearsTheEnd()).isTrue();

                assertThat(impatient.bean(Refusals.class).count(Refusal.OUT_OF_MEMORY))
                        .isEqualTo(2);
                other.frame("SEND", "x", "destination:/null", "receipt:served");
                assertThat(other.hear().header("receipt-id")).isEqualTo("served");
                scarce.unpin(scarce.ceiling());
            }
        }
    }

    @Test
    void nobodyWhoPinsNothingIsClosedForMemory() throws IOException {
        try (var peer = connected(broker);
                var hoarder = connected(broker)) {
            keepInTransaction(hoarder);
            long before = broker.bean(Refusals.class).count(Refusal.OUT_OF_MEMORY);
            memory.pin(memory.ceiling() + memory.ceiling() / 4);
            try {
                assertThat(hoarder.hearsTheEnd()).isTrue();
            } finally {
                memory.unpin(memory.ceiling() + memory.ceiling() / 4);
            }

            peer.frame("SEND", "x", "destination:/null", "receipt:served");
            assertThat(peer.hear().header("receipt-id")).isEqualTo("served");
            assertThat(broker.bean(Refusals.class).count(Refusal.OUT_OF_MEMORY))
                    .isEqualTo(before + 1);
        }
    }
}
