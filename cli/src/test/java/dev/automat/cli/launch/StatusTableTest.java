package dev.automat.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.cli.launch.StatusTable.Seen;
import dev.automat.cli.launch.child.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTableTest {

    @Test
    void showsEachMemberAndTheSum() {
        var lines =
                StatusTable.now(
                        List.of(
                                seen("patron-service", 4711, 8000, Health.up(), 3725, 102_400),
                                seen("red", 12, 0, Health.down("no answer"), 59, 20_480)));

        assertThat(lines)
                .containsExactly(
                        "NAME             PID  PORT  HEALTH                UPTIME   MEMORY",
                        "patron-service  4711  8000  up                1 h 02 min  100 MiB",
                        "red               12     -  down (no answer)        59 s   20 MiB",
                        "total                                                     120 MiB");
    }

    @Test
    void showsAMemberWithoutAProcess() {
        var lines = StatusTable.now(List.of(seen("red", 0, 0, Health.down("no process"), 10, 0)));

        assertThat(lines.get(1)).isEqualTo("red      -     -  down (no process)       -       -");
    }

    private static Seen seen(
            String name, long pid, int port, Health health, long seconds, long kib) {
        var member = new RunFile.RunningMember(name, pid, port, "READY", "", "", Instant.EPOCH);
        return new Seen(member, health, Duration.ofSeconds(seconds), kib);
    }
}
