package dev.automat.metrics.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedFilesTest {

    @TempDir private Path directory;
    private final DamagedFiles damaged = new DamagedFiles();

    @Test
    void theFirstMakeRoomWhenThereAreTooMany() throws IOException {
        for (int i = 0; i < DamagedFiles.MAX_FILES + 10; i++) {
            damaged.setAside(Files.writeString(directory.resolve("1s-" + i + ".seg"), "x"));
        }

        assertThat(damaged.count()).isEqualTo(DamagedFiles.MAX_FILES);
        assertThat(damaged.deleted()).isEqualTo(10);
        assertThat(directory.resolve("1s-9.seg.corrupt")).doesNotExist();
        assertThat(directory.resolve("1s-10.seg.corrupt")).exists();
    }

    @Test
    void theFirstMakeRoomWhenTheyAreTooLarge() throws IOException {
        for (int i = 0; i < 5; i++) {
            var file = directory.resolve("1s-" + i + ".seg");
            try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength(DamagedFiles.MAX_BYTES / 2);
            }
            damaged.setAside(file);
        }

        assertThat(damaged.count()).isEqualTo(2);
        assertThat(damaged.size()).isEqualTo(DamagedFiles.MAX_BYTES);
    }

    @Test
    void thoseOfEarlierStartsCountAsWell() throws IOException {
        for (int i = 0; i < DamagedFiles.MAX_FILES + 5; i++) {
            var file = Files.writeString(directory.resolve("1s-" + i + ".seg.corrupt"), "x");
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L + i));
        }

        var files = new ArchiveFiles(directory);

        assertThat(files.damaged().count()).isEqualTo(DamagedFiles.MAX_FILES);
        try (var left = Files.list(directory)) {
            assertThat(left.count()).isEqualTo(DamagedFiles.MAX_FILES);
        }
    }

    @Test
    void aFileThatIsDamagedTwiceIsKeptOnce() throws IOException {
        var file = directory.resolve("1s-0.seg");
        damaged.setAside(Files.writeString(file, "once"));
        damaged.setAside(Files.writeString(file, "twice"));

        assertThat(damaged.count()).isEqualTo(1);
        assertThat(directory.resolve("1s-0.seg.corrupt")).hasContent("twice");
    }
}
