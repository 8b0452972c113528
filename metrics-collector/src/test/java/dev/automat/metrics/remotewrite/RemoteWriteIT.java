package dev.automat.metrics.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.metrics.sample.Sample;
import dev.automat.metrics.sample.Sender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemoteWriteIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final StoreReceiver store = new StoreReceiver();
    private @Nullable RemoteWrite write;

    @AfterEach
    void stop() {
        if (write != null) {
            stop(write);
        }
        store.close();
    }

    @Test
    void sendsEverySampleInOrderUnderTheNamesOfTheScrape() {
        var target = start(100);

        for (int i = 0; i < 20; i++) {
            target.accept(sample("red", i), new Sender(1, "peer"), NOON);
            target.accept(sample("blue", i), new Sender(2, "peer"), NOON);
        }

        eventually(() -> count("sent") == 40);
        var cpu = "{__name__=automat_app_cpu_percent, app=red}";
        var queue = "{__name__=automat_app_field, app=blue, field=queue}";
        assertThat(store.series())
                .containsOnlyKeys(
                        cpu,
                        queue,
                        cpu.replace("red", "blue"),
                        queue.replace("blue", "red"),
                        "{__name__=automat_app_mem_mebibytes, app=red}",
                        "{__name__=automat_app_mem_mebibytes, app=blue}");
        assertThat(store.series().get(cpu)).isEqualTo(points(0, 20, 0.5));
        assertThat(store.series().get(queue)).isEqualTo(points(0, 20, 7));
        assertThat(store.headers())
                .contains("application/x-protobuf", "snappy", "0.1.0", "Bearer let-me-in");
    }

    @Test
    void sendsAgainUntilTheReceiverIsBack() {
        store.answer(503, 429, 500);
        var target = start(100);

        for (int i = 0; i < 5; i++) {
            target.accept(sample("red", i), new Sender(1, "peer"), NOON);
        }

        eventually(() -> count("sent") == 5);
        assertThat(store.series().get("{__name__=automat_app_cpu_percent, app=red}"))
                .isEqualTo(points(0, 5, 0.5));
        assertThat(meters.get("automat.metrics.remote-write.retries").functionCounter().count())
                .isEqualTo(3);
    }

    @Test
    void waitsAsLongAsTheReceiverAsksFor() {
        store.answer(503);
        store.askForPause(1);
        var target = start(100);

        target.accept(sample("red", 0), new Sender(1, "peer"), NOON);

        eventually(() -> count("sent") == 1);
        assertThat(store.pause()).isGreaterThanOrEqualTo(Duration.ofMillis(900));
    }

    @Test
    void keepsTheNewestWhileTheReceiverIsAway() {
        store.answerForNow(503);
        var target = start(10);
        for (int i = 0; i < 25; i++) {
            target.accept(sample("red", i), new Sender(1, "peer"), NOON);
        }
        assertThat(count("dropped")).isEqualTo(15);
        // The request after the next one was made when all of this had happened.
        int before = store.requests();
        eventually(() -> store.requests() >= before + 2);

        store.answerForNow(200);

        eventually(() -> count("sent") == 10);
        assertThat(store.series().get("{__name__=automat_app_cpu_percent, app=red}"))
                .isEqualTo(points(15, 10, 0.5));
        assertThat(meters.get("automat.metrics.remote-write.waiting").gauge().value()).isZero();
    }

    @Test
    void doesNotRepeatWhatTheReceiverBlames() {
        store.answer(400);
        var target = start(100);

        target.accept(sample("red", 0), new Sender(1, "peer"), NOON);
        eventually(() -> count("refused") == 1);
        target.accept(sample("red", 1), new Sender(1, "peer"), NOON);

        eventually(() -> count("sent") == 1);
        assertThat(store.requests()).isEqualTo(2);
    }

    @Test
    void leavesOutWhatIsNotInOrder() {
        var target = start(100);

        target.accept(sample("red", 1), new Sender(1, "peer"), NOON);
        target.accept(sample("red", 0), new Sender(2, "other"), NOON);
        target.accept(sample("red", 1), new Sender(2, "other"), NOON);
        target.accept(sample("red", 2), new Sender(1, "peer"), NOON);

        eventually(() -> count("sent") == 2 && count("late") == 2);
        assertThat(store.series().get("{__name__=automat_app_cpu_percent, app=red}"))
                .isEqualTo(points(1, 2, 0.5));
    }

    @Test
    void endsTheSeriesOfAnAppThatFellSilentOnceAndTakesWhatFollows() {
        var target = start(100);
        target.accept(sample("red", 0), new Sender(1, "peer"), NOON);
        target.accept(sample("blue", 0), new Sender(2, "peer"), NOON);

        silent.add("red");
        target.lookForSilence(NOON);
        target.lookForSilence(NOON);
        silent.remove("red");
        target.accept(sample("red", 1), new Sender(1, "peer"), NOON);
        silent.add("red");
        target.lookForSilence(NOON);

        eventually(() -> count("sent") == 5);
        for (var series :
                List.of(
                        "automat_app_cpu_percent, app=red",
                        "automat_app_field, app=red, field=queue")) {
            assertThat(store.series().get("{__name__=" + series + "}"))
                    .extracting(point -> point.split(" ", 2)[1].equals("stale"))
                    .containsExactly(false, true, false, true);
        }
        assertThat(store.series().get("{__name__=automat_app_cpu_percent, app=red}"))
                .contains(NOON.minusSeconds(100).toEpochMilli() + 1 + " stale");
        assertThat(store.series().get("{__name__=automat_app_cpu_percent, app=blue}"))
                .isEqualTo(points(0, 1, 0.5));
    }

    @Test
    void sendsWhatWaitsBeforeItStopsAndEndsWhenNobodyListens() {
        var target = start(100, Duration.ofMinutes(1));
        target.accept(sample("red", 0), new Sender(1, "peer"), NOON);

        stop(target);

        assertThat(count("sent")).isEqualTo(1);
        store.answerForNow(503);
        var other = start(100, Duration.ofMinutes(1));
        other.accept(sample("red", 1), new Sender(1, "peer"), NOON);

        stop(other);

        assertThat(store.requests()).isEqualTo(2);
    }

    @Test
    void goesOnWhenARequestCannotBeMade() {
        var target = start(2, Duration.ofMillis(20), "no\nheader");

        target.accept(sample("red", 0), new Sender(1, "peer"), NOON);

        eventually(() ->
                meters.get("automat.metrics.remote-write.retries").functionCounter().count() >= 2);
        assertThat(store.requests()).isZero();
    }

    private RemoteWrite start(int capacity) {
        return start(capacity, Duration.ofMillis(20));
    }

    private RemoteWrite start(int capacity, Duration batchInterval) {
        return start(capacity, batchInterval, "Bearer let-me-in\n");
    }

    private RemoteWrite start(int capacity, Duration batchInterval, String authorization) {
        var properties =
                new RemoteWriteProperties(
                        URI.create("http://127.0.0.1:" + store.port() + "/api/v1/write"),
                        authorization,
                        capacity,
                        8,
                        batchInterval,
                        PATIENCE,
                        Duration.ofMillis(10),
                        Duration.ofMillis(50));
        var started =
                new RemoteWrite(
                        properties,
                        (app, _) -> silent.contains(app),
                        Clock.systemUTC(),
                        meters,
                        PATIENCE);
        started.start();
        write = started;
        return started;
    }

    private static void stop(RemoteWrite write) {
        var stopped = new CountDownLatch(1);
        write.stop(stopped::countDown);
        try {
            assertThat(stopped.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Sample sample(String name, int number) {
        var fields = new LinkedHashMap<String, Double>();
        fields.put("cpu", number + 0.5);
        fields.put("mem", number + 48.25);
        fields.put("queue", number + 7.0);
        return new Sample(name, NOON.minusSeconds(100 - number), fields, "{}");
    }

    /** As the receiver writes them: milliseconds and value. */
    private static List<String> points(int first, int count, double offset) {
        var points = new ArrayList<String>();
        for (int i = first; i < first + count; i++) {
            points.add(NOON.minusSeconds(100 - i).toEpochMilli() + " " + (i + offset));
        }
        return points;
    }

    private double count(String outcome) {
        return meters.get("automat.metrics.remote-write.samples")
                .tag("outcome", outcome)
                .functionCounter()
                .count();
    }

    private static void eventually(BooleanSupplier condition) {
        var deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("in time").isBefore(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
