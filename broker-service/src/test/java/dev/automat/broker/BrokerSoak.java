package dev.automat.broker;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.server.Connections;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand connections that mostly listen, while queues work, a subscriber stalls, and others
 * come and crash: nothing is lost, nobody is closed, and memory does not grow. For {@code
 * automat.soak.seconds} (600); runs with the profile {@code soak} only.
 */
class BrokerSoak {

    private static final int SECONDS = Integer.getInteger("automat.soak.seconds", 600);
    private static final int CROWD = Integer.getInteger("automat.soak.connections", 10_000);
    private static final int CROWDED_CHANNELS = 100;
    private static final int PAIRS = 4;
    private static final int ROUND = 50;
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final long KIB = 1_024;

    /** What a connection that only listens may cost. */
    private static final long MOST_PER_CONNECTION = 16 * KIB;

    private static final long MOST_GROWTH = 32 * KIB * KIB;

    @TempDir private Path folder;
    private volatile boolean isOver;

    @Test
    void thousandsListenWhileOthersWorkStallAndCrash() throws Exception {
        try (var broker =
                        RunningBroker.start(
                                "automat.broker.server.max-connections=" + (CROWD + 100));
                var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            long before = usedBytes();
            var crowd = crowd(broker);
            try (var words = crowd.inputReader()) {
                assertThat(words.readLine()).isEqualTo("ready");
                eventually(() -> assertThat(open(broker)).isEqualTo(CROWD));
                long each = (usedBytes() - before) / CROWD;
                work(broker, workers, crowd, words, each);
            } finally {
                crowd.destroyForcibly();
            }
        }
    }

    private void work(
            RunningBroker broker,
            ExecutorService workers,
            Process crowd,
            BufferedReader words,
            long each)
            throws Exception {
        var received = new ArrayList<Future<BitSet>>();
        var sent = new ArrayList<Future<Integer>>();
        for (int i = 0; i < PAIRS; i++) {
            var queue = "/queue/soak/" + i;
            received.add(workers.submit(() -> receive(broker, queue)));
            sent.add(workers.submit(() -> send(broker, queue)));
        }
        var told = workers.submit(() -> tellTheCrowd(broker));
        var crashed = workers.submit(() -> comeAndCrash(broker));
        var busy = workers.submit(() -> speakToOneWhoStalls(broker));

        LockSupport.parkNanos(Duration.ofSeconds(SECONDS).toNanos() / 10);
        long early = usedBytes();
        LockSupport.parkNanos(Duration.ofSeconds(SECONDS).toNanos() * 9 / 10);
        isOver = true;
        long messages = 0;
        for (int i = 0; i < PAIRS; i++) {
            int count = sent.get(i).get();
            messages += count;
            assertThat(received.get(i).get().cardinality()).isEqualTo(count);
        }
        long rounds = told.get();
        long crashes = crashed.get();
        busy.get();
        eventually(() -> assertThat(open(broker)).isEqualTo(CROWD));
        long late = usedBytes();
        System.out.printf(
                "soak: %d s, %d connections at %d bytes each, %d queue messages, %d rounds to the crowd, %d crashes, memory %d KiB early and %d KiB late%n",
                SECONDS, CROWD, each, messages, rounds, crashes, early / KIB, late / KIB);
        assertThat(each).isLessThanOrEqualTo(MOST_PER_CONNECTION);
        assertThat(late - early).isLessThan(MOST_GROWTH);
        crowd.getOutputStream().close();
        assertThat(words.readLine())
                .isEqualTo("messages %d closed 0".formatted(rounds * (CROWD / CROWDED_CHANNELS)));
    }

    private Process crowd(RunningBroker broker) throws IOException {
        return new ProcessBuilder(
                        List.of(
                                "python3",
                                ForeignProgram.script("crowd.py", folder).toString(),
                                String.valueOf(broker.door("frames").getPort()),
                                String.valueOf(CROWD)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static long open(RunningBroker broker) {
        return broker.bean(Connections.class).size();
    }

    /** Heap after a collection, and the buffers outside of it. */
    private static long usedBytes() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                + PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    /** Sends numbers, and the number of them at the end. */
    private int send(RunningBroker broker, String queue) throws IOException {
        int next = 0;
        try (var publisher = FramesPeer.publisher(broker.door("frames"))) {
            while (!isOver) {
                for (int i = 0; i < ROUND; i++) {
                    publisher.publish(queue, String.valueOf(next++));
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            publisher.publish(queue, "end");
            publisher.goodBye();
            assertThat(publisher.isClosedByBroker()).isTrue();
        }
        return next;
    }

    private static BitSet receive(RunningBroker broker, String queue) throws IOException {
        var numbers = new BitSet();
        try (var worker = FramesPeer.subscribed(broker.door("frames"), queue)) {
            for (var text = worker.receive(); !text.equals("end"); text = worker.receive()) {
                int number = Integer.parseInt(text);
                assertThat(numbers.get(number)).as("twice: %d", number).isFalse();
                numbers.set(number);
            }
        }
        return numbers;
    }

    /**
     * Five times a second a message to one of the crowd's channels, which a hundredth of it hears.
     */
    private long tellTheCrowd(RunningBroker broker) throws IOException {
        long rounds = 0;
        try (var publisher = FramesPeer.publisher(broker.door("frames"))) {
            while (!isOver) {
                publisher.publish("/topic/crowd/" + rounds % CROWDED_CHANNELS, "news");
                rounds++;
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
            publisher.goodBye();
            assertThat(publisher.isClosedByBroker()).isTrue();
        }
        return rounds;
    }

    private long comeAndCrash(RunningBroker broker) throws IOException {
        long crashes = 0;
        while (!isOver) {
            try (var guest = FramesPeer.subscribed(broker.door("frames"), "/topic/crowd/0")) {
                guest.publish("/topic/guests", "hello");
                guest.reset();
            }
            crashes++;
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        return crashes;
    }

    private long speakToOneWhoStalls(RunningBroker broker) throws IOException {
        long messages = 0;
        var text = "x".repeat(1_000);
        try (var stalled = FramesPeer.stalled(broker.door("frames"), "/topic/busy");
                var publisher = FramesPeer.publisher(broker.door("frames"))) {
            while (!isOver) {
                publisher.publish("/topic/busy", text);
                messages++;
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            }
            stalled.reset();
        }
        return messages;
    }
}
