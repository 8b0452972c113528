package dev.automat.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.cli.launch.RunFile.Run;
import dev.automat.cli.launch.RunFile.RunningMember;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {

    @TempDir private Path folder;

    @Test
    void readsWhatItWrote() {
        var file = new RunFile(folder.resolve("run.json"));
        var now = Instant.parse("2026-01-01T00:00:00Z");
        var run = new Run(1, now, List.of(new RunningMember("red", 2, 0, "READY", "", "", now)));

        file.write(run);

        assertThat(file.read()).contains(run);
    }

    @Test
    void isEmptyWithoutAFileOrWithAnotherKindOfFile() throws IOException {
        var path = folder.resolve("run.json");

        assertThat(new RunFile(path).read()).isEmpty();

        Files.writeString(path, "{\"pid\": tru");
        assertThat(new RunFile(path).read()).isEmpty();
    }
}
