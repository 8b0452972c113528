package dev.automat.metrics.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir private Path directory;

    @Test
    void writesAgainWhatAFullDiskTore() throws IOException {
        try (var disk = new FullDisk(create(), 50);
                var journal = new Journal(disk, 0)) {
            add(journal, 0, 4);
            assertThatThrownBy(journal::flush).isInstanceOf(IOException.class);
            add(journal, 4, 4);
            disk.makeRoom(10);
            assertThatThrownBy(journal::flush).isInstanceOf(IOException.class);
            add(journal, 8, 4);

            disk.makeRoom(Long.MAX_VALUE);
            journal.flush();

            assertThat(journal.samplesWaiting()).isZero();
            assertThat(journal.size()).isEqualTo(Files.size(path()));
        }
        assertThat(seconds(read())).isEqualTo(12);
    }

    @Test
    void losesWhatMemoryHasNoRoomForAndNothingElse() throws IOException {
        int kept = 0;
        try (var disk = new FullDisk(create(), 0);
                var journal = new Journal(disk, 0)) {
            while (isAdded(journal, kept)) {
                kept++;
            }
            assertThat(journal.samplesWaiting()).isEqualTo(kept);

            disk.makeRoom(Long.MAX_VALUE);
            journal.flush();
            assertThat(isAdded(journal, kept)).isTrue();
            journal.flush();
        }

        assertThat(read().all()).hasSize(kept + 1);
    }

    @Test
    void knowsWhatIsNotInTheFileYet() throws IOException {
        try (var disk = new FullDisk(create(), 50);
                var journal = new Journal(disk, 0)) {
            add(journal, 0, 4);
            assertThatThrownBy(journal::flush).isInstanceOf(IOException.class);

            var series = read();
            journal.readWaiting(series);

            assertThat(seconds(series)).isEqualTo(4);
        }
    }

    @Test
    void readsAFileOfAnyLength() throws IOException {
        int count = 20_000;
        try (var journal = Journal.open(path())) {
            for (int i = 0; i < count; i++) {
                journal.add(i % Tier.STEPS, "app" + i % 100, Map.of("cpu", (double) i));
            }
            journal.flush();
        }

        var series = read();

        assertThat(Files.size(path())).isGreaterThan(500_000);
        assertThat(series.all()).hasSize(100);
        var last = series.track("app99", "cpu");
        assertThat(last).isNotNull();
        assertThat(last.sum()[(count - 1) % Tier.STEPS]).isEqualTo(count - 1);
    }

    private Path path() {
        return directory.resolve("journal-0.log");
    }

    private FileChannel create() throws IOException {
        return FileChannel.open(path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static void add(Journal journal, int from, int seconds) throws IOException {
        for (int second = from; second < from + seconds; second++) {
            journal.add(second, "red", Map.of("cpu", 1.0));
        }
    }

    private static boolean isAdded(Journal journal, int number) {
        try {
            journal.add(0, "app" + number, Map.of("cpu", 1.0));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private WindowSeries read() throws IOException {
        var series = new WindowSeries();
        long whole = Journal.read(path(), series);
        assertThat(whole).isLessThanOrEqualTo(Files.size(path()));
        return series;
    }

    /** How many seconds of the app are known. */
    private static int seconds(WindowSeries series) {
        var track = series.track("red", "cpu");
        int count = 0;
        for (int i = 0; track != null && i < Tier.STEPS; i++) {
            count += Float.isNaN(track.sum()[i]) ? 0 : 1;
        }
        return count;
    }
}
