package dev.automat.metrics.archive;

import dev.automat.janus.JanusQueue;
import dev.automat.metrics.sample.Sample;
import dev.automat.metrics.sample.SampleListener;
import dev.automat.metrics.sample.Sender;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * History on disk. The thread {@code metrics-archive} writes, which may wait for the disk; samples
 * reach it through a bounded queue, and what finds no room in that is counted and not kept.
 */
@Component
public final class Archive implements SampleListener, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Archive.class);
    private static final int QUEUE = 65_536;
    private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(5);

    private final ArchiveProperties properties;
    private final ObjectProvider<PastListener> pastListeners;
    private final Clock clock;
    private final LongAdder refused = new LongAdder();
    private final Troubles troubles;
    private volatile @Nullable ArchiveFiles files;
    private @Nullable FileChannel lock;
    private @Nullable JanusQueue<ArchiveWriter.Entry> queue;
    private @Nullable Thread thread;
    private volatile boolean running;

    Archive(
            ArchiveProperties properties,
            ObjectProvider<PastListener> pastListeners,
            Clock clock,
            MeterRegistry meters) {
        this.properties = properties;
        this.pastListeners = pastListeners;
        this.clock = clock;
        this.troubles = new Troubles(meters);
        FunctionCounter.builder("automat.metrics.archive.refused", refused, LongAdder::sum)
                .description("Samples that the archive's queue had no room for")
                .register(meters);
        Gauge.builder("automat.metrics.archive.size", this, Archive::size)
                .baseUnit("bytes")
                .description("Size of the history on disk")
                .register(meters);
        FunctionCounter.builder("automat.metrics.archive.corrupt", this, Archive::corrupt)
                .description("Damaged history files that were set aside")
                .register(meters);
        Gauge.builder("automat.metrics.archive.damaged.files", this, Archive::damagedFiles)
                .description("Damaged history files that are kept for a look")
                .register(meters);
        Gauge.builder("automat.metrics.archive.damaged.size", this, Archive::damagedSize)
                .baseUnit("bytes")
                .description("Size of the damaged history files that are kept")
                .register(meters);
        FunctionCounter.builder(
                        "automat.metrics.archive.damaged.deleted", this, Archive::damagedDeleted)
                .description("Damaged history files that made room for newer ones")
                .register(meters);
    }

    private double size() {
        var open = files;
        return open == null ? 0 : open.totalSize();
    }

    private double corrupt() {
        var open = files;
        return open == null ? 0 : open.corrupt();
    }

    private double damagedFiles() {
        var open = files;
        return open == null ? 0 : open.damaged().count();
    }

    private double damagedSize() {
        var open = files;
        return open == null ? 0 : open.damaged().size();
    }

    private double damagedDeleted() {
        var open = files;
        return open == null ? 0 : open.damaged().deleted();
    }

    @Override
    public void start() {
        running = true;
        if (!properties.enabled()) {
            return;
        }
        try {
            open();
        } catch (IOException | OverlappingFileLockException e) {
            log.warn(
                    "History stays in memory only, as {} cannot be used",
                    properties.directory().toAbsolutePath(),
                    e);
        }
    }

    private void open() throws IOException {
        var directory = properties.directory();
        Files.createDirectories(directory);
        lock =
                FileChannel.open(
                        directory.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        @Nullable FileLock held = lock.tryLock();
        if (held == null) {
            lock.close();
            throw new IOException("Another collector uses it");
        }
        var found = new ArchiveFiles(directory);
        files = found;
        var entries = new JanusQueue<ArchiveWriter.Entry>(QUEUE);
        queue = entries;
        var keeper = new Keeper(found, properties, clock.instant(), troubles);
        var writer =
                new ArchiveWriter(
                        found,
                        keeper,
                        entries,
                        clock,
                        List.copyOf(pastListeners.stream().toList()));
        thread = Thread.ofPlatform().name("metrics-archive").start(writer);
        log.info("History is kept in {}", directory.toAbsolutePath());
    }

    @Override
    public void accept(Sample sample, Sender sender, Instant receivedAt) {
        var entries = queue;
        if (entries == null || entries.isClosed()) {
            return;
        }
        var entry =
                new ArchiveWriter.Entry(sample.name(), sample.second(receivedAt), sample.curves());
        if (!entries.blocking().offer(entry)) {
            refused.increment();
        }
    }

    /**
     * Reads one series. May wait for the disk.
     *
     * @param from the first second of a step
     * @param recent what memory knows of it
     * @return each field that has a value on the way; empty when there is none
     */
    public Map<String, Track> read(
            String name, Tier tier, long from, int steps, RecentSeconds recent) {
        var open = files;
        return new ArchiveReader(open == null ? ArchiveFiles.none() : open, name, recent)
                .read(tier, from, steps);
    }

    /** The directory that this collector alone uses; null when history stays in memory. */
    public @Nullable Path directory() {
        return files == null ? null : properties.directory();
    }

    /** How far back the coarsest tier reaches. */
    public Duration reach() {
        return properties.hours();
    }

    /** The first second that a tier reaches back to. */
    public long reach(Tier tier, Instant now) {
        return now.minus(properties.retention(tier)).getEpochSecond();
    }

    @Override
    public void stop() {
        running = false;
        if (queue != null) {
            queue.close();
        }
        try {
            if (thread != null) {
                thread.join(CLOSING_PATIENCE);
            }
            if (lock != null) {
                lock.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.warn("The lock of the history's directory cannot be closed", e);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the listeners start, after they stop. */
    @Override
    public int getPhase() {
        return 0;
    }
}
