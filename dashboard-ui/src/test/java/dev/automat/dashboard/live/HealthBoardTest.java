package dev.automat.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthBoardTest {

    private static final Instance NEWS = instance("news-aggregator");
    private static final Instance BROKER = instance("broker-service");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Probe READY = new Probe.Ready();
    private static final Probe REFUSED = new Probe.Refused();
    private static final Probe SILENT = new Probe.Silent();

    private Instant now = START;
    private final HealthBoard board = new HealthBoard(List.of(NEWS, BROKER), clock());

    @Test
    void showsTheInstancesInTheirOrderOnceTheyHaveAnswered() {
        board.apply(BROKER, READY);
        assertThat(board.healths()).extracting(InstanceHealth::instance).containsExactly(BROKER);

        board.apply(NEWS, REFUSED);

        assertThat(board.healths())
                .extracting(InstanceHealth::instance)
                .containsExactly(NEWS, BROKER);
    }

    @Test
    void saysAtOnceThatNobodyIsThere() {
        board.apply(NEWS, READY);
        tick();

        assertThat(board.apply(NEWS, REFUSED)).isTrue();

        var health = board.healths().getFirst();
        assertThat(health.status()).isEqualTo(InstanceHealth.Status.DOWN);
        assertThat(health.since()).isEqualTo(START.plusSeconds(1));
        assertThat(health.detail()).isEqualTo("connection refused");
    }

    @Test
    void forgivesOneLateAnswerAndNotTwoInARow() {
        board.apply(NEWS, READY);

        assertThat(board.apply(NEWS, SILENT)).isFalse();
        assertThat(board.apply(NEWS, READY)).isFalse();
        assertThat(board.apply(NEWS, SILENT)).isFalse();
        assertThat(board.apply(NEWS, SILENT)).isTrue();

        assertThat(board.healths().getFirst().status()).isEqualTo(InstanceHealth.Status.DOWN);
    }

    @Test
    void keepsTheTimeOfAnOutageWhileItsReasonChanges() {
        board.apply(NEWS, REFUSED);
        tick();

        assertThat(board.apply(NEWS, new Probe.Unready(503))).isTrue();

        var health = board.healths().getFirst();
        assertThat(health.since()).isEqualTo(START);
        assertThat(health.detail()).isEqualTo("not ready: health answers 503");
    }

    @Test
    void hasNoNewsWhileNothingChanges() {
        board.apply(NEWS, READY);
        tick();

        assertThat(board.apply(NEWS, READY)).isFalse();
    }

    private void tick() {
        now = now.plus(Duration.ofSeconds(1));
    }

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }

    private static Instance instance(String name) {
        return new Instance(name, URI.create("http://127.0.0.1:1"), null);
    }
}
