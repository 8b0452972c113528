package dev.automat.patron.cache;

import dev.automat.patron.patron.Lookup;
import dev.automat.patron.patron.Patron;
import dev.automat.patron.patron.PatronRepository;
import dev.automat.test.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes all the time while faults happen, and judges each read: its answer must have
 * been the newest committed state at some moment between the bound before it began and its end.
 */
final class Checker {

    private static final long BOUND = Duration.ofSeconds(1).toNanos();
    private static final int WRITERS = 8;
    private static final int READERS_EACH = Integer.getInteger("automat.checker.readers", 2);
    private static final long READERS_PAUSE =
            TimeUnit.MICROSECONDS.toNanos(Long.getLong("automat.checker.pause", 200));
    private static final int MOST_FAULTS_KEPT = 10;

    /**
     * Of a run, the part after its faults, when a read that is no hit has a write for its reason.
     */
    private static final int CALM_PART = 6;

    private static final Duration WRITERS_PAUSE = Duration.ofMillis(20);
    private static final Duration WRITERS_PAUSE_WHEN_CALM = Duration.ofMillis(500);

    /**
     * What came out of the part without faults.
     *
     * @param misses reads that went to the database; those by-passing the cache are neither
     * @param writes from just before the reads
     */
    record Calm(long hits, long misses, long writes, int readers) {

        /** A write sends a reader to the database once, and once more when its fill is refused. */
        boolean everyMissHasAReason() {
            return misses <= 2 * (writes + WRITERS) * readers;
        }
    }

    /** What came out. */
    record Report(
            long reads,
            long hits,
            long failed,
            long writes,
            long tooOld,
            long impossible,
            long wrongForGood,
            double worstAgeSeconds,
            Calm calm,
            Map<Fault, Integer> faults,
            List<String> examples) {}

    private final OwnPostgres server;
    private final List<CheckedInstance> instances;
    private final List<Fault> kinds;
    private final long seed;
    private final Keys keys = new Keys();
    private final LongAdder reads = new LongAdder();
    private final LongAdder hits = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private final LongAdder tooOld = new LongAdder();
    private final LongAdder impossible = new LongAdder();
    private final LongAdder wrongForGood = new LongAdder();
    private final AtomicLong worstAge = new AtomicLong();
    private final ConcurrentLinkedQueue<String> examples = new ConcurrentLinkedQueue<>();
    private final LongAdder calmHits = new LongAdder();
    private final LongAdder calmMisses = new LongAdder();
    private volatile Duration writersPause = WRITERS_PAUSE;
    private volatile boolean isResting;
    private volatile boolean isCalm;
    private volatile boolean isOver;

    Checker(OwnPostgres server, List<CheckedInstance> instances, List<Fault> kinds, long seed) {
        this.server = server;
        this.instances = instances;
        this.kinds = kinds;
        this.seed = seed;
    }

    /** Runs for that long, or until something is wrong if that is what is looked for. */
    Report run(Duration duration, boolean untilFault) throws Exception {
        server.asSuperuser("patrons", "TRUNCATE patron");
        keys.all().forEach(Checker::beginAbsent);
        instances.forEach(CheckedInstance::awaitProof);
        var faults = new FaultMaker(server, instances, keys, kinds, new Random(seed));
        var calm = untilFault ? Duration.ZERO : duration.dividedBy(CALM_PART);
        long end = System.nanoTime() + duration.minus(calm).toNanos();
        var threads = new ArrayList<Thread>();
        IntStream.range(0, WRITERS).forEach(i -> threads.add(start("writer " + i, () -> write(i))));
        for (int i = 0; i < instances.size() * READERS_EACH; i++) {
            var patrons = instances.get(i / READERS_EACH).patrons();
            var random = new Random(seed + 1_000 + i);
            threads.add(start("reader " + i, () -> readAll(patrons, random)));
        }
        while (System.nanoTime() < end && !(untilFault && hasFault())) {
            faults.step();
        }
        long calmWrites = beCalm(calm);
        isOver = true;
        for (var thread : threads) {
            thread.join(Duration.ofSeconds(90));
        }
        if (!untilFault || !hasFault()) {
            compareAtRest();
        }
        return report(faults.made(), calmWrites);
    }

    /**
     * Goes on without faults for a while; returns how much was written while reads were counted as
     * calm.
     */
    private long beCalm(Duration duration) {
        if (duration.isZero()) {
            return 0;
        }
        // Reads that by-pass the cache compete with its coming back.
        isResting = true;
        writersPause = WRITERS_PAUSE_WHEN_CALM;
        // What was written while triggers were off is the audit's to find, and that takes a while.
        LockSupport.parkNanos(Math.min(4 * BOUND, duration.toNanos() / 2));
        instances.forEach(CheckedInstance::awaitProof);
        long before = writes.sum();
        // What the faults cleared is read once more before it counts.
        for (var instance : instances) {
            LongStream.rangeClosed(1, Keys.COUNT).forEach(id -> read(instance.patrons(), id));
        }
        isResting = false;
        isCalm = true;
        LockSupport.parkNanos(duration.toNanos() / 2);
        isCalm = false;
        return writes.sum() - before;
    }

    private static void beginAbsent(History history) {
        history.begin(null);
        history.acknowledge();
    }

    private boolean hasFault() {
        return tooOld.sum() + impossible.sum() > 0;
    }

    private Thread start(String name, Runnable work) {
        return Thread.ofPlatform().name(name).daemon().start(work);
    }

    private void write(int number) {
        var own =
                LongStream.rangeClosed(1, Keys.COUNT)
                        .filter(id -> id % WRITERS == number)
                        .boxed()
                        .toList();
        var repositories = instances.stream().map(CheckedInstance::patrons).toList();
        var writer =
                new KeyWriter(
                        server.database(),
                        repositories,
                        keys,
                        own,
                        new Random(seed + number),
                        writes);
        while (!isOver) {
            writer.step();
            LockSupport.parkNanos(writersPause.toNanos());
        }
        writer.close();
    }

    private void readAll(PatronRepository patrons, Random random) {
        while (!isOver) {
            if (!isResting) {
                read(patrons, random.nextInt(Keys.COUNT) + 1L);
            }
            LockSupport.parkNanos(READERS_PAUSE);
        }
    }

    private void read(PatronRepository patrons, long id) {
        boolean isCalmRead = isCalm;
        long start = System.nanoTime();
        try {
            var lookup = Objects.requireNonNull(patrons.find(id).block(Duration.ofSeconds(20)));
            judge(id, lookup, start, System.nanoTime());
            if (isCalmRead) {
                calmHits.add(lookup.source() == Lookup.Source.HIT ? 1 : 0);
                calmMisses.add(lookup.source() == Lookup.Source.MISS ? 1 : 0);
            }
        } catch (RuntimeException _) {
            failed.increment();
        }
    }

    private void judge(long id, Lookup lookup, long start, long end) {
        reads.increment();
        if (lookup.source() == Lookup.Source.HIT) {
            hits.increment();
        }
        var value = value(lookup.patron());
        var verdict = keys.of(id).judge(value, start, end);
        if (!verdict.isPossible()) {
            impossible.increment();
            example("id %d: %s was never committed".formatted(id, value));
        } else if (verdict.ageNanos() > BOUND) {
            tooOld.increment();
            example(
                    "id %d: %s by %s, %.3f s too old"
                            .formatted(id, value, lookup.source(), verdict.ageNanos() / 1e9));
        }
        if (verdict.isPossible()) {
            worstAge.accumulateAndGet(verdict.ageNanos(), Math::max);
        }
    }

    private static @Nullable String value(@Nullable Patron patron) {
        return patron == null ? null : patron.name() + "/" + patron.favDish();
    }

    private void example(String text) {
        if (examples.size() < MOST_FAULTS_KEPT) {
            examples.add(
                    text.length() < 200
                            ? text
                            : text.substring(0, 60) + "…" + text.substring(text.length() - 60));
        }
    }

    /** No fault any more, and no writes: what is served must be what is there. */
    private void compareAtRest() {
        long quiet = System.nanoTime();
        instances.forEach(CheckedInstance::awaitProof);
        // What was written while triggers were off has the audit's time, too.
        Eventually.eventually(() -> {
            if (System.nanoTime() - quiet < 4 * BOUND) {
                throw new AssertionError("Not quiet for long enough");
            }
        });
        instances.forEach(CheckedInstance::awaitProof);
        for (int i = 0; i < instances.size(); i++) {
            for (long id = 1; id <= Keys.COUNT; id++) {
                var lookup =
                        Objects.requireNonNull(
                                instances.get(i).patrons().find(id).block(Duration.ofSeconds(20)));
                if (!Objects.equals(value(lookup.patron()), keys.of(id).newest())) {
                    wrongForGood.increment();
                    example("instance %d, id %d is wrong for good".formatted(i, id));
                }
            }
        }
    }

    private Report report(Map<Fault, Integer> faults, long calmWrites) {
        return new Report(
                reads.sum(),
                hits.sum(),
                failed.sum(),
                writes.sum(),
                tooOld.sum(),
                impossible.sum(),
                wrongForGood.sum(),
                worstAge.get() / 1e9,
                new Calm(
                        calmHits.sum(),
                        calmMisses.sum(),
                        calmWrites,
                        instances.size() * READERS_EACH),
                faults,
                List.copyOf(examples));
    }
}
