package dev.automat.broker.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PinnedMemoryTest {

    private final PinnedMemory memory = new PinnedMemory(100);

    @Test
    void isExhaustedAtTheCeiling() {
        memory.pin(99);
        assertThat(memory.isExhausted()).isFalse();

        memory.pin(1);

        assertThat(memory.isExhausted()).isTrue();
        assertThat(memory.pinned()).isEqualTo(100);
    }

    @Test
    void resumesThoseHeldOnceWhenItFallsBelowTheCeiling() {
        var resumed = new AtomicInteger();
        memory.pin(120);
        memory.hold(resumed::incrementAndGet);

        memory.unpin(10);
        assertThat(resumed).hasValue(0);
        memory.unpin(20);
        memory.unpin(20);

        assertThat(resumed).hasValue(1);
    }

    @Test
    void resumesAtOnceWhoComesWhenThereIsRoomAgain() {
        var resumed = new AtomicInteger();

        memory.hold(resumed::incrementAndGet);

        assertThat(resumed).hasValue(1);
    }

    @Test
    void doesNotResumeWhoIsGone() {
        var resumed = new AtomicInteger();
        Publisher publisher = resumed::incrementAndGet;
        memory.pin(100);
        memory.hold(publisher);

        memory.forget(publisher);
        memory.unpin(100);

        assertThat(resumed).hasValue(0);
    }

    @Test
    void countsBuffersWholeAndOnceHoweverManyShareThem() {
        var run = Messages.run(memory, "x".repeat(200));
        long pinned = memory.pinned();
        assertThat(pinned).isGreaterThanOrEqualTo(204);

        var shared = run.share();
        assertThat(memory.pinned()).isEqualTo(pinned);
        run.release();
        assertThat(memory.pinned()).isEqualTo(pinned);

        shared.release();
        assertThat(memory.pinned()).isZero();
    }
}
