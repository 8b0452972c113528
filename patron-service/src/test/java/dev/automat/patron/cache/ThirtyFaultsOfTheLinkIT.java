package dev.automat.patron.cache;

import static dev.automat.patron.cache.FaultScene.LARGE;
import static dev.automat.patron.cache.FaultScene.dish;
import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.patron.patron.DatabaseUnavailableException;
import dev.automat.patron.patron.Lookup;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The faults of docs/coherence.md that lie in connections, poolers and servers. */
class ThirtyFaultsOfTheLinkIT {

    private static final long BOUND = Duration.ofSeconds(1).toNanos();
    private static final String LISTENERS =
            " FROM pg_stat_activity WHERE application_name = 'patron-service listener'";

    private static FaultScene scene;
    private static CheckedInstance instance;

    @BeforeAll
    static void setsTheScene() {
        scene = FaultScene.set();
        instance = scene.instance();
    }

    @AfterAll
    static void clearsTheScene() throws Exception {
        scene.close();
    }

    @Test
    void fault04LostListenerIsNoticedAndItsGapForgotten() {
        long id = scene.cachedRow("v0");
        instance.listener().refuse(true);
        instance.listener().reset();

        scene.awaitBypass(id, "v0");
        scene.update(id, "v1");
        scene.awaitBypass(id, "v1");
        instance.listener().refuse(false);
        instance.awaitProof();

        assertThat(dish(scene.read(id))).isEqualTo("v1");
        scene.awaitHit(id, "v1");
    }

    @Test
    void fault04WhatDidNotChangeInTheGapIsKept() {
        long id = scene.cachedRow("v0");
        long misses = instance.status().misses();

        loseListener();
        instance.awaitProof();

        awaitKept(id);
        assertThat(instance.status().misses()).isEqualTo(misses);
    }

    /** Returns once another listens. */
    private static void loseListener() {
        long reconnects = instance.status().reconnects();
        scene.asSuperuser("SELECT pg_terminate_backend(pid)" + LISTENERS);
        eventually(() -> assertThat(instance.status().reconnects()).isGreaterThan(reconnects));
    }

    @Test
    void fault04WhatDidNotChangeInTheGapIsKeptBesideWhatDid() {
        long kept = scene.cachedRow("v0 élan");
        long changed = scene.cachedRow("v0");
        long nobody = scene.nobody();
        scene.awaitHit(nobody, null);
        instance.listener().refuse(true);
        instance.listener().reset();
        scene.awaitBypass(kept, "v0 élan");
        scene.update(changed, "v1");
        long misses = instance.status().misses();

        instance.listener().refuse(false);
        instance.awaitProof();

        awaitKept(kept);
        awaitKept(nobody);
        assertThat(instance.status().misses()).isEqualTo(misses);
        assertThat(dish(scene.read(kept))).isEqualTo("v0 élan");
        assertThat(dish(scene.read(changed))).isEqualTo("v1");
    }

    /** Waits until it is served again without having been read. */
    private static void awaitKept(long id) {
        eventually(() -> assertThat(instance.cache().find(id)).isNotNull());
    }

    @Test
    void fault05HalfOpenLinkServesNothingOlderThanTheBound() {
        long id = scene.cachedRow("v0");
        long reconnects = instance.status().reconnects();
        instance.listener().becomeHole();
        scene.update(id, "v1");
        long acknowledged = System.nanoTime();

        eventually(() -> {
            long start = System.nanoTime();
            var dish = dish(scene.read(id));
            if (start - acknowledged > BOUND) {
                assertThat(dish).as("Read later than the bound").isEqualTo("v1");
            }
            assertThat(instance.status().reconnects()).isGreaterThan(reconnects);
        });
        instance.awaitProof();
        scene.awaitHit(id, "v1");
    }

    @Test
    void fault06PoolerAcceptsListenAndProvesNothing() throws Exception {
        long id = scene.cachedRow("v0");
        long reconnects = instance.status().reconnects();
        try (var pooler = PgBouncer.before(scene.server())) {
            instance.listener().leadTo(pooler.port());
            instance.listener().reset();

            eventually(() -> assertThat(instance.status().reconnects()).isGreaterThan(reconnects));
            scene.update(id, "v1");
            assertThat(scene.read(id).source()).isEqualTo(Lookup.Source.BYPASS);
            assertThat(dish(scene.read(id))).isEqualTo("v1");
        } finally {
            instance.listener().leadTo(scene.server().port());
            instance.listener().reset();
        }
        instance.awaitProof();
        scene.awaitHit(id, "v1");
    }

    @Test
    void fault06SplitBrainProvesNothing() throws Exception {
        long id = scene.cachedRow("v0");
        try (var other = scene.server().standby()) {
            awaitStandby(other, id, "v0");
            other.asSuperuser("patrons", "SELECT pg_promote()");
            // Writers have found the new primary, the listener is still with the old one.
            instance.queries().leadTo(other.port());
            instance.queries().reset();
            other.database().execute("UPDATE patron SET fav_dish = 'v1' WHERE id = " + id);

            eventually(() -> assertThat(instance.status().state()).isEqualTo("detached"));
            scene.awaitBypass(id, "v1");
            instance.listener().leadTo(other.port());
            instance.listener().reset();
            instance.awaitProof();
            scene.awaitHit(id, "v1");
        } finally {
            leadHome();
        }
    }

    @Test
    void fault07AnsweredQueriesAreNoProof() throws Exception {
        long id = scene.cachedRow("v0");
        try (var pooler = PgBouncer.before(scene.server())) {
            instance.listener().leadTo(pooler.port());
            instance.listener().reset();
            eventually(() ->
                    assertThat(
                                    scene.count(
                                            "SELECT count(*) FROM pg_stat_activity WHERE"
                                                    + " query LIKE 'SELECT key, CASE%'"))
                            .isPositive());

            // The listener's SELECT was answered, through the same socket.
            assertThat(instance.status().state()).isEqualTo("detached");
            scene.awaitBypass(id, "v0");
        } finally {
            instance.listener().leadTo(scene.server().port());
            instance.listener().reset();
        }
        instance.awaitProof();
    }

    @Test
    void fault08AnswerFromBeforeListeningIsNotCached() throws Exception {
        long id = scene.row(LARGE);
        instance.awaitProof();
        instance.queries().holdAnswers(true);
        var before = scene.startReading(id);
        instance.listener().refuse(true);
        instance.listener().reset();
        scene.update(id, "v1");
        eventually(() -> assertThat(instance.status().state()).isEqualTo("detached"));
        instance.listener().refuse(false);
        instance.queries().holdAnswers(false);
        before.get(20, TimeUnit.SECONDS);
        instance.awaitProof();

        assertThat(dish(scene.read(id))).isEqualTo("v1");
    }

    @Test
    void fault09NothingIsLostBetweenListenAndSubscription() {
        long id = scene.cachedRow("v0");
        for (int i = 1; i <= 5; i++) {
            long reconnects = instance.status().reconnects();
            instance.listener().reset();
            while (instance.status().reconnects() == reconnects) {
                scene.update(id, "before " + i);
            }
            scene.update(id, "after " + i);
            instance.awaitProof();

            assertThat(dish(scene.read(id))).isEqualTo("after " + i);
        }
    }

    @Test
    void fault10BurstDoesNotEndTheStream() {
        long reconnects = instance.status().reconnects();
        long events = scene.eventsOfBefore();

        for (int i = 0; i < 10; i++) {
            int from = 3_000_000 + i * 1_000;
            scene.sql(
                    "INSERT INTO patron SELECT g, 'Burst', 'SPAM' FROM generate_series(%d, %d) g"
                            .formatted(from, from + 999));
        }

        scene.awaitEvents(events, 10_000);
        assertThat(instance.status().reconnects()).isEqualTo(reconnects);
        instance.awaitProof();
    }

    @Test
    void fault12FullQueueIsSeenBeforeItIsFull() throws Exception {
        var backlog = instance.http().part(MeterRegistry.class).get("patron.feed.backlog").gauge();
        try (var sleeper = scene.server().database().connect();
                var statement = sleeper.createStatement()) {
            statement.execute("LISTEN nobody_listens_to_this");
            sleeper.setAutoCommit(false);
            statement.execute("SELECT 1");
            scene.sql(
                    "SELECT pg_notify('other', g || repeat('x', 7000)) FROM generate_series(1, 400) g");

            eventually(() -> assertThat(backlog.value()).isGreaterThan(0.1));
            scene.cachedRow("still written");
        }
        eventually(() -> assertThat(backlog.value()).isLessThan(0.1));
    }

    @Test
    void fault22ReplicaIsNotReadIntoTheCache() throws Exception {
        long id = scene.cachedRow("v0");
        try (var replica = scene.server().standby()) {
            awaitStandby(replica, id, "v0");
            replica.asSuperuser("patrons", "SELECT pg_wal_replay_pause()");
            instance.queries().leadTo(replica.port());
            instance.queries().reset();
            // No heartbeat can be sent there.
            eventually(() -> assertThat(instance.status().state()).isEqualTo("detached"));
            scene.update(id, "v1");
            scene.awaitBypass(id, "v0");
        } finally {
            leadHome();
        }
        instance.awaitProof();
        assertThat(dish(scene.read(id))).isEqualTo("v1");
    }

    @Test
    void fault23FailoverForgetsWhatWasLost() throws Exception {
        long id = scene.cachedRow("v0");
        try (var standby = scene.server().standby()) {
            awaitStandby(standby, id, "v0");
            standby.asSuperuser("patrons", "SELECT pg_wal_replay_pause()");
            scene.update(id, "lost");
            scene.awaitHit(id, "lost");
            // A standby refuses LISTEN, so that nobody attaches too early.
            instance.queries().leadTo(standby.port());
            instance.listener().leadTo(standby.port());
            instance.queries().reset();
            instance.listener().reset();
            eventually(() -> assertThat(instance.status().state()).isEqualTo("detached"));
            eventually(() -> assertThat(dish(readOrNothing(id))).isIn("v0", "lost"));
            standby.asSuperuser("patrons", "SELECT pg_promote()");
            standby.database().execute("UPDATE patron SET name = 'Dave' WHERE id = " + id);
            instance.awaitProof();

            var served = scene.read(id).patron();
            assertThat(served).isNotNull();
            assertThat(served.name()).isEqualTo("Dave");
        } finally {
            leadHome();
        }
    }

    @Test
    void fault25StoppedProcessServesNothingOld() throws Exception {
        long id = scene.cachedRow("v0");
        long pid = scene.count("SELECT pid" + LISTENERS);
        OwnPostgres.signal("STOP", pid);
        try {
            scene.update(id, "v1");
            scene.awaitBypass(id, "v1");
        } finally {
            OwnPostgres.signal("CONT", pid);
        }
        instance.awaitProof();
        scene.awaitHit(id, "v1");
    }

    @Test
    void fault26LateWordsOfDeadConnectionsTearNothingDown() {
        long id = scene.cachedRow("v0");
        for (int i = 0; i < 5; i++) {
            loseListener();
            instance.awaitProof();
        }
        long reconnects = instance.status().reconnects();
        scene.update(id, "v1");

        scene.awaitHit(id, "v1");
        instance.awaitProof();
        assertThat(instance.status().reconnects()).isEqualTo(reconnects);
    }

    private static Lookup readOrNothing(long id) {
        try {
            return scene.read(id);
        } catch (DatabaseUnavailableException _) {
            return new Lookup(null, Lookup.Source.BYPASS);
        }
    }

    private static void awaitStandby(OwnPostgres standby, long id, String dish) {
        eventually(() -> {
            try (var connection = standby.database().connectAsSuperuser();
                    var rows =
                            connection
                                    .createStatement()
                                    .executeQuery("SELECT fav_dish FROM patron WHERE id = " + id)) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo(dish);
            }
        });
    }

    private static void leadHome() {
        instance.queries().leadTo(scene.server().port());
        instance.listener().leadTo(scene.server().port());
        instance.queries().reset();
        instance.listener().reset();
        instance.awaitProof();
    }
}
