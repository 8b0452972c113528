package dev.automat.metrics.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** Whatever comes within an hour is on disk in the end, in every tier, however it came. */
class LateSamplesTest {

    /**
     * The begin of a window in every tier but the coarsest, an hour before a window of that ends.
     */
    private static final long BEGIN = 432_000L * 4_000 - 3_600;

    private static final int LONGEST_DELAY = 3_600;
    private static final int EVENTS = 250;
    private static final List<String> NAMES = List.of("red", "green", "blue");

    @TempDir private Path directory;

    /** What has been sent: each app's values by their seconds. */
    private final Map<String, TreeMap<Long, Float>> sent = new TreeMap<>();

    private final Troubles troubles = new Troubles(new SimpleMeterRegistry());
    private ArchiveFiles files = ArchiveFiles.none();
    private Keeper keeper = new Keeper(files, properties(), Instant.EPOCH, troubles);
    private long now = BEGIN;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyTierKnowsAllThatWasSent(long seed) throws IOException {
        var random = new Random(seed);
        restart();
        for (int event = 0; event < EVENTS; event++) {
            happens(random.nextInt(100), random);
            keeper.tidy(Instant.ofEpochSecond(now));
        }

        passWithTidying(8_000, 100);

        assertThat(files.journals()).isEmpty();
        for (var tier : List.of(Tier.TEN_SECONDS, Tier.MINUTE, Tier.HOUR)) {
            for (var name : NAMES) {
                compare(name, tier);
            }
        }
    }

    private void happens(int what, Random random) throws IOException {
        if (what == 0) {
            now += random.nextInt(9_000);
            restart();
        } else if (what < 4) {
            restart();
        } else if (what < 10) {
            backlog(random);
        } else {
            now += 1 + random.nextInt(40);
            send(NAMES.get(random.nextInt(2)), now, random);
        }
    }

    /** Ends the process between two writes and starts it again. */
    private void restart() throws IOException {
        keeper.flush();
        files = new ArchiveFiles(directory);
        keeper = new Keeper(files, properties(), Instant.ofEpochSecond(now), troubles);
    }

    private void backlog(Random random) throws IOException {
        var name = NAMES.get(random.nextInt(NAMES.size()));
        long oldest = now - random.nextInt(LONGEST_DELAY);
        for (long second = oldest; second < now; second += 1 + random.nextInt(60)) {
            send(name, second, random);
        }
    }

    private void send(String name, long second, Random random) throws IOException {
        float value = random.nextInt(1_000);
        if (sent.computeIfAbsent(name, _ -> new TreeMap<>()).putIfAbsent(second, value) == null) {
            keeper.add(name, second, Map.of("cpu", (double) value), Instant.ofEpochSecond(now));
        }
    }

    private void passWithTidying(int seconds, int step) throws IOException {
        for (int passed = 0; passed < seconds; passed += step) {
            now += step;
            keeper.tidy(Instant.ofEpochSecond(now));
        }
    }

    private void compare(String name, Tier tier) {
        long from = BEGIN - 7_200;
        int steps = (int) ((now - from) / tier.stepInSeconds()) + 1;
        var read =
                new ArchiveReader(files, name, RecentSeconds.none(Long.MAX_VALUE))
                        .read(tier, from, steps)
                        .getOrDefault("cpu", Track.empty(steps));

        var expected = Track.empty(steps);
        sent.getOrDefault(name, new TreeMap<>())
                .forEach((second, value) ->
                        expected.add(
                                (int) ((second - from) / tier.stepInSeconds()),
                                Track.of(new float[] {value}),
                                0));

        assertThat(read.count()).as("%s of %s", tier, name).containsExactly(expected.count());
        assertThat(read.sum()).as("%s of %s", tier, name).containsExactly(expected.sum());
        assertThat(read.min()).as("%s of %s", tier, name).containsExactly(expected.min());
        assertThat(read.max()).as("%s of %s", tier, name).containsExactly(expected.max());
    }

    private static ArchiveProperties properties() {
        return UsualRetention.of(DataSize.ofMegabytes(100));
    }
}
