package dev.automat.metrics.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** However many field names an app thinks up, a window of it is kept and has a bounded size. */
class FieldLimitTest {

    /** The begin of a window in every tier. */
    private static final long BEGIN = 432_000L * 4_000;

    private static final int ALL_SEALED = 1_200 + 400;

    @TempDir private Path directory;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private ArchiveFiles files = ArchiveFiles.none();
    private Keeper keeper = keeper();

    @BeforeEach
    void open() throws IOException {
        files = new ArchiveFiles(directory);
        keeper = keeper();
    }

    private Keeper keeper() {
        var properties = UsualRetention.of(DataSize.ofMegabytes(10));
        return new Keeper(files, properties, Instant.ofEpochSecond(BEGIN), new Troubles(meters));
    }

    @Test
    void ofTooManyFieldsTheFirstAreKept() throws IOException {
        for (int second = 0; second < 120; second++) {
            sample("red", second, fields("f" + second + "-", 16));
        }
        sample("blue", 120, Map.of("cpu", 1.0));

        tidyAt(ALL_SEALED);

        assertThat(files.journals()).isEmpty();
        assertThat(read("red", Tier.SECOND, 120))
                .hasSize(WindowSeries.MAX_FIELDS)
                .containsKeys("f0-0", "f0-15", "f1-0", "f1-1");
        assertThat(read("red", Tier.TEN_SECONDS, 120))
                .hasSize(WindowSeries.MAX_FIELDS)
                .containsKeys("f0-0", "f0-15", "f1-0", "f1-1");
        assertThat(read("blue", Tier.TEN_SECONDS, 120)).containsOnlyKeys("cpu");
        assertThat(overfull()).isEqualTo(1);
    }

    @Test
    void whatComesLateDoesNotPushOutTheFieldsOfASealedWindow() throws IOException {
        sample("red", 600, fields("known", WindowSeries.MAX_FIELDS));
        tidyAt(ALL_SEALED);

        keeper.add(
                "red",
                BEGIN,
                fields("late", WindowSeries.MAX_FIELDS),
                Instant.ofEpochSecond(BEGIN + ALL_SEALED));
        tidyAt(ALL_SEALED + 120);

        assertThat(files.journals()).isEmpty();
        assertThat(read("red", Tier.TEN_SECONDS, 120).keySet())
                .hasSize(WindowSeries.MAX_FIELDS)
                .allMatch(field -> field.startsWith("known"));
        assertThat(overfull()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 255, 256, 300})
    void aSegmentOfAnOlderVersionIsReadWhole(int count) throws IOException {
        var tracks = new TreeMap<String, Track>();
        fields("old", count)
                .forEach((field, value) -> {
                    var track = Track.empty(Tier.STEPS);
                    track.set(7, value.floatValue());
                    tracks.put(field, track);
                });
        var segment = files.segment(Tier.SECOND, BEGIN);
        Segment.write(segment, Tier.SECOND, BEGIN, Map.of("red", tracks));

        var read = Segment.read(segment, Tier.SECOND, "red");

        assertThat(read).hasSize(count).containsKeys("old0", "old" + (count - 1));
        assertThat(Segment.readAll(segment, Tier.SECOND)).containsOnlyKeys("red");
    }

    /** So many fields, in order. */
    private static Map<String, Double> fields(String prefix, int count) {
        var fields = new LinkedHashMap<String, Double>();
        for (int i = 0; i < count; i++) {
            fields.put(prefix + i, (double) i);
        }
        return fields;
    }

    private void sample(String name, int second, Map<String, Double> fields) throws IOException {
        keeper.add(name, BEGIN + second, fields, Instant.ofEpochSecond(BEGIN + second));
    }

    private void tidyAt(long second) throws IOException {
        keeper.tidy(Instant.ofEpochSecond(BEGIN + second));
    }

    private Map<String, Track> read(String name, Tier tier, int steps) {
        return new ArchiveReader(files, name, RecentSeconds.none(Long.MAX_VALUE))
                .read(tier, BEGIN, steps);
    }

    private double overfull() {
        return meters.get("automat.metrics.archive.overfull").counter().count();
    }
}
