package dev.automat.patron.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final long LATER = 1_000_000_000L;

    private final History history = new History(new Unheard());

    @Test
    void aStateIsNewestUntilTheNextIsAcknowledged() {
        committed("one");
        history.begin("two");
        assertThat(ageOf("one")).isZero();
        assertThat(ageOf("two")).isZero();

        history.acknowledge();

        assertThat(ageOf("one")).isPositive();
        assertThat(ageOf("two")).isZero();
    }

    @Test
    void whatWasNeverWrittenIsImpossible() {
        committed("one");

        assertThat(judge("two").isPossible()).isFalse();
    }

    @Test
    void aDoubtfulStateMayBeSeenUntilTheNextIsThere() {
        committed("one");
        history.begin("doubtful");
        history.doubt();
        history.begin("two");
        assertThat(ageOf("one")).isZero();
        assertThat(ageOf("doubtful")).isZero();

        history.acknowledge();

        assertThat(ageOf("one")).isPositive();
        assertThat(ageOf("doubtful")).isPositive();
        assertThat(ageOf("two")).isZero();
    }

    private void committed(String value) {
        history.begin(value);
        history.acknowledge();
    }

    private long ageOf(String value) {
        var verdict = judge(value);
        assertThat(verdict.isPossible()).isTrue();
        return verdict.ageNanos();
    }

    /** A read a second from now. */
    private History.Verdict judge(String value) {
        long start = System.nanoTime() + LATER;
        return history.judge(value, start, start + 1);
    }
}
