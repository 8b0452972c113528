package dev.automat.system;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LauncherIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Like the demo's, and another. */
    private static final int OFFSET = 7_000;

    @Test
    void leavesNoProcessAfterCtrlC() throws Exception {
        try (var suite = Suite.launch(OFFSET, "--only", "patron-service").awaitReady(8000)) {
            var children = suite.descendants();
            assertThat(children).isNotEmpty();

            suite.interrupt();

            assertThat(suite.awaitExit(PATIENCE)).isZero();
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        }
    }

    @Test
    void leavesNoProcessAfterItIsKilledItself() throws Exception {
        try (var suite = Suite.launch(OFFSET, "--only", "patron-service").awaitReady(8000)) {
            var children = suite.descendants();

            suite.kill();

            eventually(
                    "every child has noticed",
                    PATIENCE,
                    () -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void namesATakenPortAndHowToMoveIt() throws Exception {
        try (var _ =
                        new java.net.ServerSocket(
                                8086 + OFFSET, 1, java.net.InetAddress.getLoopbackAddress());
                var suite = Suite.launch(OFFSET, "--only", "broker-service")) {

            assertThat(suite.awaitExit(PATIENCE)).isNotZero();
            assertThat(suite.log()).contains(String.valueOf(8086 + OFFSET)).contains("--offset");
        }
    }
}
