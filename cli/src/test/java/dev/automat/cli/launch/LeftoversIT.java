package dev.automat.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.cli.launch.RunFile.Run;
import dev.automat.cli.launch.RunFile.RunningMember;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LeftoversIT {

    private final List<String> said = new ArrayList<>();
    private final Leftovers leftovers = new Leftovers(Duration.ofMillis(100), said::add);

    @Test
    void endsAChildThatDoesNotNoticeItsLauncherIsGone() throws Exception {
        var child = new ProcessBuilder("sleep", "60").start();

        leftovers.await(lastRun(child.pid(), Instant.now()));

        assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(said).hasSize(1);
    }

    @Test
    void leavesAloneWhoHasTheNumberOfAChildByNow() throws IOException {
        var stranger = new ProcessBuilder("sleep", "60").start();
        try {
            leftovers.await(lastRun(stranger.pid(), Instant.now().minusSeconds(600)));

            assertThat(stranger.isAlive()).isTrue();
            assertThat(said).isEmpty();
        } finally {
            stranger.destroyForcibly();
        }
    }

    private static Run lastRun(long pid, Instant startedAt) {
        var child = new RunningMember("red", pid, 0, "READY", "", "", startedAt);
        return new Run(1, startedAt, List.of(child));
    }
}
