package dev.automat.metrics.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.metrics.sample.Sample;
import dev.automat.metrics.sample.Sender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.util.unit.DataSize;

class ArchiveIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir private Path directory;
    private final Queue<String> past = new ConcurrentLinkedQueue<>();

    @Test
    void tellsAfterARestartWhatWasBefore() {
        var now = Instant.now();
        var first = archive();
        first.start();
        report(first, now);
        first.stop();

        var second = archive();
        second.start();

        eventually(() -> past.contains("red@" + now.getEpochSecond() + "={cpu=12.5, mem=48.0}"));
        second.stop();
    }

    @Test
    void aSecondCollectorInTheSameDirectoryDoesWithoutIt() {
        var first = archive();
        first.start();
        var second = archive();

        second.start();
        report(second, Instant.now());

        assertThat(second.isRunning()).isTrue();
        assertThat(second.read("red", Tier.SECOND, 0, 1, RecentSeconds.none(Long.MAX_VALUE)))
                .isEmpty();
        second.stop();
        first.stop();
    }

    private static void report(Archive archive, Instant now) {
        var fields = Map.of("cpu", 12.5, "mem", 48.0);
        archive.accept(new Sample("red", now, fields, "{}"), new Sender(1, "peer"), now);
    }

    private Archive archive() {
        var properties = UsualRetention.of(directory, DataSize.ofMegabytes(10));
        PastListener listener =
                (name, second, fields) ->
                        past.add(name + "@" + second + "=" + new java.util.TreeMap<>(fields));
        var beans = new StaticListableBeanFactory(Map.of("past", listener));
        return new Archive(
                properties,
                beans.getBeanProvider(PastListener.class),
                Clock.systemUTC(),
                new SimpleMeterRegistry());
    }

    interface Condition {
        boolean holds();
    }

    private static void eventually(Condition condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
