package dev.automat.metrics.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class JournalsTest {

    private static final long LARGE = 1_000_000;

    @TempDir private Path directory;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private ArchiveFiles files = ArchiveFiles.none();
    private Journals journals = journals(LARGE);

    @BeforeEach
    void open() throws IOException {
        files = new ArchiveFiles(directory);
        journals = journals(LARGE);
    }

    private Journals journals(long maxBytes) {
        return new Journals(files, maxBytes, Instant.EPOCH, new Troubles(meters));
    }

    @Test
    void losesWhatItCannotWriteAndWritesTheOtherWindows() throws IOException {
        var obstacle = Files.createDirectory(files.journal(0));

        add(1, 2, 121);
        journals.flush();
        assertThat(lost()).isEqualTo(2);
        Files.delete(obstacle);
        add(3);
        journals.flush();

        assertThat(lost()).isEqualTo(2);
        assertThat(secondsOf(0)).isEqualTo(1);
        assertThat(secondsOf(120)).isEqualTo(1);
    }

    @Test
    @EnabledOnOs(OS.LINUX) // Has a file on a disk that is always full.
    void whatAFullDiskDoesNotTakeWaitsAndIsKnown() throws IOException {
        Files.createSymbolicLink(files.journal(0), Path.of("/dev/full"));

        add(1, 2);
        journals.flush();
        add(3, 121);
        journals.flush();

        assertThat(secondsOf(0)).isEqualTo(3);
        assertThat(secondsOf(120)).isEqualTo(1);
        assertThat(lost()).isZero();
        journals.close();
        assertThat(lost()).isEqualTo(3);
    }

    @Test
    void countsInTheSizeOfAllFiles() throws IOException {
        add(1, 2, 121);
        journals.flush();
        long size = Files.size(files.journal(0)) + Files.size(files.journal(120));

        assertThat(files.totalSize()).isEqualTo(size);
        assertThat(new ArchiveFiles(directory).totalSize()).isEqualTo(size);
    }

    @Test
    void takesNoMoreThanItsShareUntilWindowsAreSealed() throws IOException {
        journals = journals(100);
        add(1, 2, 3, 4, 5, 6, 7, 8);
        journals.flush();
        long size = files.journalSize();

        add(9, 121);
        journals.flush();
        assertThat(files.journalSize()).isEqualTo(size).isGreaterThan(100);
        assertThat(lost()).isEqualTo(2);
        journals.delete(0);
        journals.flush();
        add(122);
        journals.flush();

        assertThat(lost()).isEqualTo(2);
        assertThat(secondsOf(120)).isEqualTo(1);
    }

    private void add(int... seconds) {
        for (int second : seconds) {
            var now = Instant.ofEpochSecond(second);
            journals.add("red", second, Map.of("cpu", 1.0), now);
        }
    }

    /** How many seconds of a window are known. */
    private int secondsOf(long window) {
        var series = new WindowSeries();
        journals.read(window, series);
        var track = series.track("red", "cpu");
        int count = 0;
        for (int i = 0; track != null && i < Tier.STEPS; i++) {
            count += Float.isNaN(track.sum()[i]) ? 0 : 1;
        }
        return count;
    }

    private double lost() {
        return meters.get("automat.metrics.archive.lost").counter().count();
    }
}
