package dev.automat.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {

    @TempDir private Path folder;

    @Test
    void oneLauncherHoldsItUntilItEnds() {
        var path = folder.resolve("state/run.lock");
        var first = RunLock.tryTake(path);

        assertThat(first).isPresent();
        assertThat(RunLock.tryTake(path)).isEmpty();

        first.orElseThrow().close();
        try (var again = RunLock.tryTake(path).orElseThrow()) {
            assertThat(again).isNotNull();
        }
    }
}
