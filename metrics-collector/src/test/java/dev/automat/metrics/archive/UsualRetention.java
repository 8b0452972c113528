package dev.automat.metrics.archive;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** Properties of an archive that keeps a history of the usual length. */
final class UsualRetention {

    private UsualRetention() {}

    /** For a keeper, whose files know where they are. */
    static ArchiveProperties of(DataSize maxSize) {
        return of(Path.of("unused"), maxSize);
    }

    static ArchiveProperties of(Path directory, DataSize maxSize) {
        return new ArchiveProperties(
                true,
                directory,
                maxSize,
                Duration.ofHours(1),
                Duration.ofHours(24),
                Duration.ofDays(14),
                Duration.ofDays(365));
    }
}
