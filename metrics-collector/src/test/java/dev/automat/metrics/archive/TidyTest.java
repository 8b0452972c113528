package dev.automat.metrics.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** What goes wrong with one file stops no other. */
class TidyTest {

    /** The begin of a window in every tier. */
    private static final long BEGIN = 432_000L * 4_000;

    @TempDir private Path directory;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private ArchiveFiles files = ArchiveFiles.none();
    private Keeper keeper = keeper(DataSize.ofMegabytes(10));

    @BeforeEach
    void open() throws IOException {
        files = new ArchiveFiles(directory);
        keeper = keeper(DataSize.ofMegabytes(10));
    }

    private Keeper keeper(DataSize maxSize) {
        var properties = UsualRetention.of(maxSize);
        return new Keeper(files, properties, Instant.ofEpochSecond(BEGIN), new Troubles(meters));
    }

    @Test
    void sealsTheOthersWhenOneWindowCannotBeWrittenAndThatOneLater() throws IOException {
        sample(0, 1);
        sample(120, 2);
        var obstacle = obstruct(draft(BEGIN));

        tidyAt(400);
        tidyAt(405);
        assertThat(files.windows(Tier.SECOND)).containsExactly(BEGIN + 120);
        assertThat(failed()).isEqualTo(2);
        remove(obstacle);
        tidyAt(410);

        assertThat(files.windows(Tier.SECOND)).containsExactly(BEGIN, BEGIN + 120);
        assertThat(files.journals()).isEmpty();
        assertThat(cpuAt(0)).isEqualTo(1);
        assertThat(failed()).isEqualTo(2);
    }

    @Test
    void letsGoOfWhatIsTooOldWhileAWindowCannotBeWritten() throws IOException {
        sample(0, 1);
        tidyAt(1_640);
        sample(4_920, 2);
        obstruct(draft(BEGIN + 4_920));
        assertThat(files.windows(Tier.SECOND)).containsExactly(BEGIN);

        tidyAt(5_400);

        assertThat(files.windows(Tier.SECOND)).isEmpty();
        assertThat(failed()).isEqualTo(1);
    }

    @Test
    void makesRoomWhileAWindowCannotBeWritten() throws IOException {
        sample(0, 1);
        sample(120, 2);
        tidyAt(400);
        sample(480, 3);
        obstruct(draft(BEGIN + 480));

        keeper = keeper(DataSize.ofBytes(1));
        tidyAt(800);

        assertThat(files.windows(Tier.SECOND)).isEmpty();
    }

    @Test
    void letsGoOfTheOthersWhenOneFileCannotBeDeleted() throws IOException {
        sample(0, 1);
        sample(120, 2);
        tidyAt(1_640);
        Files.delete(files.segment(Tier.SECOND, BEGIN));
        obstruct(files.segment(Tier.SECOND, BEGIN));

        tidyAt(5_000);

        assertThat(files.windows(Tier.SECOND)).containsExactly(BEGIN);
        assertThat(failed()).isEqualTo(1);
    }

    @Test
    void setsAJournalAsideThatCannotBeRead() throws IOException {
        Files.createDirectory(files.journal(BEGIN));
        open();
        sample(120, 2);

        tidyAt(400);

        assertThat(files.windows(Tier.SECOND)).containsExactly(BEGIN + 120);
        assertThat(files.journals()).isEmpty();
        assertThat(files.corrupt()).isEqualTo(1);
        assertThat(directory.resolve("journal-" + BEGIN + ".log.corrupt")).exists();
    }

    @Test
    void leavesNoDraftOfAWindowThatCannotBeWritten() {
        var random = new Random(1);
        var tracks = new TreeMap<String, Track>();
        for (int field = 0; field < 800; field++) {
            var track = Track.empty(Tier.STEPS);
            for (int step = 0; step < Tier.STEPS; step++) {
                track.set(step, random.nextFloat());
            }
            tracks.put("f" + field, track);
        }
        var segment = files.segment(Tier.MINUTE, BEGIN);

        assertThatThrownBy(() -> Segment.write(segment, Tier.MINUTE, BEGIN, Map.of("red", tracks)))
                .isInstanceOf(BufferOverflowException.class);

        assertThat(directory).isEmptyDirectory();
    }

    private Path draft(long window) {
        return directory.resolve("1s-" + window + ".seg.draft");
    }

    /** Puts something into the way that can be neither written nor deleted. */
    private static Path obstruct(Path file) throws IOException {
        Files.createDirectory(file);
        Files.createFile(file.resolve("obstacle"));
        return file;
    }

    private static void remove(Path obstacle) throws IOException {
        Files.delete(obstacle.resolve("obstacle"));
        Files.delete(obstacle);
    }

    private void sample(int second, double cpu) throws IOException {
        var now = Instant.ofEpochSecond(BEGIN + second);
        keeper.add("red", BEGIN + second, Map.of("cpu", cpu), now);
    }

    private void tidyAt(long second) {
        keeper.tidy(Instant.ofEpochSecond(BEGIN + second));
    }

    private float cpuAt(int second) {
        return new ArchiveReader(files, "red", RecentSeconds.none(Long.MAX_VALUE))
                .read(Tier.SECOND, BEGIN + second, 1)
                .getOrDefault("cpu", Track.empty(1))
                .sum()[0];
    }

    private double failed() {
        return meters.get("automat.metrics.archive.failed").counter().count();
    }
}
