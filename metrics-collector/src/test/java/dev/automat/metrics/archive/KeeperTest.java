package dev.automat.metrics.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class KeeperTest {

    /** The begin of a window in every tier. */
    private static final long BEGIN = 432_000L * 4_000;

    private static final RecentSeconds NOTHING_RECENT = RecentSeconds.none(Long.MAX_VALUE);

    @TempDir private Path directory;
    private ArchiveFiles files = ArchiveFiles.none();
    private Keeper keeper = keeper(DataSize.ofMegabytes(10));

    @BeforeEach
    void open() throws IOException {
        restart();
    }

    private void restart() throws IOException {
        restart(0);
    }

    private void restart(int second) throws IOException {
        files = new ArchiveFiles(directory);
        keeper = keeper(DataSize.ofMegabytes(10), second);
    }

    private Keeper keeper(DataSize maxSize) {
        return keeper(maxSize, 0);
    }

    private Keeper keeper(DataSize maxSize, int startedAt) {
        var properties = UsualRetention.of(maxSize);
        return new Keeper(
                files,
                properties,
                Instant.ofEpochSecond(BEGIN + startedAt),
                new Troubles(new SimpleMeterRegistry()));
    }

    @Test
    void sealsAWindowOnceNothingMayComeLate() throws IOException {
        sample("red", 0, 1);
        sample("red", 119, 2);
        tidyAt(239);
        assertThat(files.windows(Tier.SECOND)).isEmpty();

        tidyAt(240);

        assertThat(files.windows(Tier.SECOND)).containsExactly(BEGIN);
        assertThat(files.journals()).isEmpty();
        var cpu = seconds("red", 0, 120).sum();
        assertThat(cpu[0]).isEqualTo(1);
        assertThat(cpu[1]).isNaN();
        assertThat(cpu[119]).isEqualTo(2);
    }

    @Test
    void thePastIsSealedTwoMinutesAfterItCame() throws IOException {
        for (int second = 0; second < 3_600; second++) {
            sampleAt(3_600, "red", second, second);
        }
        tidyAt(3_605);
        tidyAt(3_719);
        assertThat(files.windows(Tier.SECOND)).isEmpty();

        tidyAt(3_720);

        assertThat(files.windows(Tier.SECOND)).hasSize(30);
        assertThat(files.journals()).isEmpty();
        assertThat(directory).isDirectoryNotContaining("glob:**.log");
    }

    @Test
    void aBacklogOfAnAppIsSealedWholeHoweverSlowlyItComes() throws IOException {
        for (int second = 0; second < 120; second++) {
            sampleAt(2_000 + 3 * second, "red", second, second);
            tidyAt(2_000 + 3 * second);
        }

        tidyAt(2_000 + 360 + 120);

        assertThat(files.journals()).isEmpty();
        assertThat(seconds("red", 0, 120).sum()).doesNotContain(Float.NaN).endsWith(118, 119);
    }

    @Test
    void whatComesAfterTheSealIsSealedBesideWhatIsThere() throws IOException {
        sample("red", 3, 1);
        sample("red", 4, 1);
        tidyAt(240);

        sampleAt(300, "red", 4, 7);
        sampleAt(300, "blue", 5, 9);
        tidyAt(420);

        assertThat(files.journals()).isEmpty();
        assertThat(seconds("red", 3, 2).sum()).containsExactly(1, 7);
        assertThat(seconds("blue", 5, 1).sum()).containsExactly(9);
    }

    @Test
    void whatComesLateIsInTheCoarserTiersToo() throws IOException {
        sample("red", 0, 10);
        tidyAt(7_200 + 400);
        assertThat(files.isSealed(Tier.MINUTE, BEGIN)).isTrue();

        sampleAt(7_600, "red", 6_000, 50);
        tidyAt(7_720);

        assertThat(cpu("red", Tier.TEN_SECONDS, 6_000, 1).max()).containsExactly(50);
        assertThat(cpu("red", Tier.MINUTE, 6_000, 1).max()).containsExactly(50);
        assertThat(cpu("red", Tier.MINUTE, 0, 1).max()).containsExactly(10);
    }

    @Test
    void anOutageLongerThanSecondsAreKeptCostsNoCoarserTier() throws IOException {
        for (int second = 0; second < 300; second++) {
            sample("red", second, second);
            tidyAt(second);
        }
        keeper.flush();

        restart(20_000);
        for (int second = 0; second < 300; second += 5) {
            tidyAt(20_000 + second);
        }

        assertThat(files.windows(Tier.SECOND)).isEmpty();
        assertThat(cpu("red", Tier.TEN_SECONDS, 0, 30).count()).containsOnly(10);
    }

    @Test
    void rollsUpWithoutLosingASpike() throws IOException {
        for (int second = 0; second < 1_200; second++) {
            sample("red", second, second == 777 ? 400 : 10);
        }
        tidyAt(240 + 1_200 + 400);

        var track = read("red", Tier.TEN_SECONDS, 0, 120).get("cpu");

        assertThat(files.isSealed(Tier.TEN_SECONDS, BEGIN)).isTrue();
        assertThat(track).isNotNull();
        assertThat(track.max()[77]).isEqualTo(400);
        assertThat(track.min()[77]).isEqualTo(10);
        assertThat(track.mean()[77]).isEqualTo(49);
        assertThat(track.count()[77]).isEqualTo(10);
        assertThat(track.max()[76]).isEqualTo(10);
    }

    @Test
    void aCoarseTierIsReadFromTheFinerOneUntilItIsSealed() throws IOException {
        sample("red", 3, 10);
        sample("red", 7, 30);
        sample("red", 65, 50);
        tidyAt(240);

        var minutes = read("red", Tier.MINUTE, 0, 3).get("cpu");

        assertThat(minutes).isNotNull();
        assertThat(minutes.mean()).containsExactly(20, 50, Float.NaN);
        assertThat(minutes.max()).containsExactly(30, 50, Float.NaN);
    }

    @Test
    void whatMemoryKnowsIsRolledUpToo() throws IOException {
        var recent =
                new RecentSeconds(
                        BEGIN,
                        (from, seconds) -> {
                            var values = new float[seconds];
                            for (int i = 0; i < seconds; i++) {
                                values[i] = from + i - BEGIN;
                            }
                            return Map.of("cpu", values);
                        });

        var minutes = new ArchiveReader(files, "red", recent).read(Tier.MINUTE, BEGIN, 2);

        assertThat(minutes).containsOnlyKeys("cpu");
        assertThat(minutes.values().iterator().next().min()).containsExactly(0, 60);
        assertThat(minutes.values().iterator().next().max()).containsExactly(59, 119);
    }

    @Test
    void aKilledProcessLosesNothingThatItWrote() throws IOException {
        sample("red", 0, 1);
        sample("red", 1, 2);
        keeper.flush();

        restart();
        sample("red", 2, 3);
        tidyAt(240);

        assertThat(seconds("red", 0, 3).sum()).startsWith(1, 2, 3);
    }

    @Test
    void aTailThatWasCutOffCostsItsSampleOnly() throws IOException {
        sample("red", 0, 1);
        sample("red", 1, 2);
        keeper.flush();
        try (var journal = new RandomAccessFile(files.journal(BEGIN).toFile(), "rw")) {
            journal.setLength(journal.length() - 3);
        }

        restart();
        sample("red", 2, 3);
        tidyAt(240);

        var cpu = seconds("red", 0, 3).sum();
        assertThat(cpu[0]).isEqualTo(1);
        assertThat(cpu[1]).isNaN();
        assertThat(cpu[2]).isEqualTo(3);
    }

    @Test
    void aDamagedIndexIsSetAsideAtTheStart() throws IOException {
        sample("red", 0, 1);
        tidyAt(240);
        damage(-10);

        restart();

        assertThat(files.corrupt()).isEqualTo(1);
        assertThat(files.windows(Tier.SECOND)).isEmpty();
        assertThat(directory.resolve("1s-" + BEGIN + ".seg.corrupt")).exists();
    }

    @Test
    void aDamagedRecordIsSetAsideWhenItIsRead() throws IOException {
        sample("red", 0, 1);
        tidyAt(240);
        damage(12);

        assertThat(read("red", Tier.SECOND, 0, 120)).isEmpty();
        assertThat(files.corrupt()).isEqualTo(1);
    }

    @Test
    void aFileThatIsNoneOfOursIsLeftAlone() throws IOException {
        var stranger = Files.writeString(directory.resolve("notes.txt"), "soup");
        Files.writeString(directory.resolve("1s-0.seg.draft"), "half");

        restart();

        assertThat(stranger).exists();
        assertThat(directory.resolve("1s-0.seg.draft")).doesNotExist();
    }

    @Test
    void letsGoOfWhatIsTooOld() throws IOException {
        sample("red", 0, 1);
        tidyAt(240);

        tidyAt(120 + 3_600 + 1);

        assertThat(files.windows(Tier.SECOND)).isEmpty();
    }

    @Test
    void theFinestGoFirstWhenAllTogetherAreTooLarge() throws IOException {
        for (int second = 0; second < 1_200; second++) {
            sample("red", second, second);
        }
        tidyAt(240 + 1_200 + 400);
        assertThat(files.windows(Tier.SECOND)).hasSize(10);

        keeper = keeper(DataSize.ofBytes(files.totalSize() - 1));
        tidyAt(240 + 1_200 + 400);

        assertThat(files.windows(Tier.SECOND)).hasSize(9).doesNotContain(BEGIN);
        assertThat(files.windows(Tier.TEN_SECONDS)).hasSize(1);
    }

    @Test
    void manySeriesWithOneHashAreToldApart() throws IOException {
        sample("Aa", 0, 1);
        sample("BB", 0, 2);
        sample("other", 0, 3);
        tidyAt(240);

        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        assertThat(seconds("Aa", 0, 1).sum()).containsExactly(1);
        assertThat(seconds("BB", 0, 1).sum()).containsExactly(2);
        assertThat(read("nobody", Tier.SECOND, 0, 1)).isEmpty();
    }

    private void sample(String name, int second, double cpu) throws IOException {
        sampleAt(second, name, second, cpu);
    }

    private void sampleAt(int now, String name, int second, double cpu) throws IOException {
        keeper.add(name, BEGIN + second, Map.of("cpu", cpu), Instant.ofEpochSecond(BEGIN + now));
    }

    private void tidyAt(long second) throws IOException {
        keeper.tidy(Instant.ofEpochSecond(BEGIN + second));
    }

    private Track seconds(String name, int from, int seconds) {
        return cpu(name, Tier.SECOND, from, seconds);
    }

    private Track cpu(String name, Tier tier, int from, int steps) {
        return read(name, tier, from, steps).getOrDefault("cpu", Track.empty(steps));
    }

    private Map<String, Track> read(String name, Tier tier, int from, int steps) {
        return new ArchiveReader(files, name, NOTHING_RECENT).read(tier, BEGIN + from, steps);
    }

    /** Changes a byte, counted from the end when negative. */
    private void damage(int place) throws IOException {
        var file = files.segment(Tier.SECOND, BEGIN);
        var bytes = Files.readAllBytes(file);
        bytes[place < 0 ? bytes.length + place : place] ^= 1;
        Files.write(file, bytes);
    }
}
