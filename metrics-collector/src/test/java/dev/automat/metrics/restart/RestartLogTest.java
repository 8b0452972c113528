package dev.automat.metrics.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.metrics.sample.Sample;
import dev.automat.metrics.sample.Sender;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestartLogTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final RestartLog log = new RestartLog();

    @Test
    void notesAProcessThatTakesAnothersPlace() {
        report("red", 17, 0);
        report("red", 17, 1);
        report("red", 18, 5);

        assertThat(log.all()).containsExactly(new Restart("red", START.plusSeconds(5)));
    }

    @Test
    void takesTheFirstProcessOfANameForNoRestart() {
        report("red", 17, 0);
        report("blue", 18, 1);

        assertThat(log.all()).isEmpty();
    }

    @Test
    void countsTwoProcessesThatTakeTurnsOnce() {
        for (int second = 0; second < 20; second++) {
            report("red", 17 + second % 2, second);
        }

        assertThat(log.all()).hasSize(1);
    }

    @Test
    void saysNothingOfAppsThatTellNoProcess() {
        log.accept(sample("red", Map.of("cpu", 1.0, "mem", 2.0), 0), new Sender(1, "peer"), START);
        report("red", 17, 1);

        assertThat(log.all()).isEmpty();
    }

    @Test
    void keepsTheNewestOfTooMany() {
        for (int second = 0; second <= RestartLog.MAX_RESTARTS + 10; second++) {
            report("red", second, second);
        }

        assertThat(log.all()).hasSize(RestartLog.MAX_RESTARTS);
        assertThat(log.all().getFirst().at())
                .isEqualTo(START.plusSeconds(RestartLog.MAX_RESTARTS + 10));
    }

    @Test
    void forgetsTheOldestOfTooManyNames() {
        report("first", 17, 0);
        for (int i = 0; i < RestartLog.MAX_SERIES; i++) {
            report("app-" + i, 1, 1);
        }
        report("first", 18, 2);

        assertThat(log.all()).isEmpty();
    }

    private void report(String name, double pid, int second) {
        var fields = Map.of("cpu", 1.0, "mem", 2.0, "pid", pid);
        var at = START.plusSeconds(second);
        log.accept(sample(name, fields, second), new Sender(1, "peer"), at);
    }

    private static Sample sample(String name, Map<String, Double> fields, int second) {
        return new Sample(name, START.plusSeconds(second), fields, "{}");
    }
}
