package dev.automat.patron.cache;

import static dev.automat.patron.cache.FaultScene.LARGE;
import static dev.automat.patron.cache.FaultScene.dish;
import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.automat.patron.changefeed.ChangeFeed;
import dev.automat.patron.changefeed.FeedEvent;
import dev.automat.patron.patron.Lookup;
import dev.automat.patron.patron.PatronPatch;
import dev.automat.patron.patron.Precondition;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The faults of docs/coherence.md that lie in rows, events and triggers, each on a real PostgreSQL
 * against a complete instance. {@link ThirtyFaultsOfTheLinkIT} has those of connections and
 * servers.
 */
class ThirtyFaultsIT {

    private static FaultScene scene;

    @BeforeAll
    static void setsTheScene() {
        scene = FaultScene.set();
    }

    @AfterAll
    static void clearsTheScene() throws Exception {
        scene.close();
    }

    @Test
    void fault01StaleFillIsNotCached() throws Exception {
        long id = scene.row(LARGE);
        long events = scene.eventsOfBefore();
        scene.instance().queries().holdAnswers(true);
        var overtaken = scene.startReading(id);
        scene.update(id, "SPAM Wellington");
        scene.awaitEvents(events, 1);
        scene.instance().queries().holdAnswers(false);

        overtaken.get(20, TimeUnit.SECONDS);
        assertThat(dish(scene.read(id))).isEqualTo("SPAM Wellington");
        scene.awaitHit(id, "SPAM Wellington");
    }

    @Test
    void fault02AbsenceReadBeforeAnInsertIsNotCached() throws Exception {
        long id = scene.nobody();
        long events = scene.eventsOfBefore();
        scene.instance().queries().holdAnswers(true);
        var overtaken = scene.startReading(id);
        scene.sql("INSERT INTO patron VALUES (%d, 'Dave', 'Noodles')".formatted(id));
        scene.awaitEvents(events, 1);
        scene.instance().queries().holdAnswers(false);

        overtaken.get(20, TimeUnit.SECONDS);
        assertThat(dish(scene.read(id))).isEqualTo("Noodles");
        scene.awaitHit(id, "Noodles");
    }

    @Test
    void fault03EqualPayloadsOfOneTransactionAreNotFolded() throws Exception {
        long there = scene.cachedRow("v0");
        long gone = scene.cachedRow("v0");
        var turns = new ArrayList<>(FaultScene.thereAndBack(there));
        turns.addAll(FaultScene.goneAndGoneAgain(gone));
        scene.inOneTransaction(turns);

        scene.awaitHit(there, "v1");
        scene.awaitHit(gone, null);
    }

    @Test
    void fault11PayloadOverTheLimitStillEvicts() {
        long id = scene.cachedRow("v0");

        scene.update(id, LARGE);

        scene.awaitHit(id, LARGE);
    }

    @Test
    void fault13RowThatComesBackWithALowerVersionIsKept() throws Exception {
        long id = scene.cachedRow("v0");
        CompletableFuture<Void> second;
        try (var first = scene.server().database().connect();
                var statement = first.createStatement()) {
            first.setAutoCommit(false);
            statement.execute("DELETE FROM patron WHERE id = " + id);
            second =
                    CompletableFuture.runAsync(() ->
                            scene.sql(
                                    "INSERT INTO patron VALUES (%d, 'Carol', 'second')"
                                            .formatted(id)));
            eventually(() ->
                    assertThat(
                                    scene.count(
                                            "SELECT count(*) FROM pg_stat_activity WHERE"
                                                    + " wait_event_type = 'Lock'"))
                            .isPositive());
            statement.execute("INSERT INTO patron VALUES (%d, 'Carol', 'first')".formatted(id));
            statement.execute("DELETE FROM patron WHERE id = " + id);
            first.commit();
        }
        second.get(20, TimeUnit.SECONDS);

        scene.awaitHit(id, "second");
    }

    @Test
    void fault14KeyUpdateLeavesNothingUnderTheOldId() {
        long before = scene.cachedRow("moves");
        long after = scene.nobody();

        scene.sql("UPDATE patron SET id = %d WHERE id = %d".formatted(after, before));

        scene.awaitHit(before, null);
        scene.awaitHit(after, "moves");
    }

    @Test
    void fault15TruncateForgetsEverything() {
        long id = scene.cachedRow("v0");

        scene.sql("TRUNCATE patron");

        scene.awaitHit(id, null);
    }

    @Test
    void fault16WritesOfAReplicaRoleAreHeard() {
        long id = scene.cachedRow("v0");

        scene.asSuperuser(
                "SET session_replication_role = replica",
                "UPDATE patron SET fav_dish = 'v1' WHERE id = " + id);

        scene.awaitHit(id, "v1");
    }

    @Test
    void fault17WritesWhileTriggersAreOffAreFound() {
        long id = scene.cachedRow("v0");

        scene.sql(
                "ALTER TABLE patron DISABLE TRIGGER changefeed_row",
                "UPDATE patron SET fav_dish = 'v1' WHERE id = " + id,
                "ALTER TABLE patron ENABLE ALWAYS TRIGGER changefeed_row");
        scene.awaitHit(id, "v1");

        scene.sql("ALTER TABLE patron ENABLE TRIGGER changefeed_row");
        scene.awaitBypass(id, "v1");
        scene.sql("DROP TRIGGER changefeed_row ON patron");
        scene.update(id, "v2");
        scene.awaitBypass(id, "v2");
        scene.sql("SELECT changefeed.watch('patron')");
        scene.awaitHit(id, "v2");
    }

    @Test
    void fault17WhatNoEventAndNoAuditShowsIsScrubbed() {
        long id = scene.cachedRow("v0");
        long found = scene.instance().status().staleFound();
        eventually(() -> {
            // An audit that sees what a test before this one did to the table forgets it.
            if (scene.instance().status().staleFound() == found
                    && !"poison".equals(dish(scene.read(id)))) {
                poison(id);
            }
            assertThat(scene.instance().status().staleFound()).isGreaterThan(found);
        });
        scene.awaitHit(id, "v0");
    }

    /** Sealed by the trigger's own function, and yet not what the row is like. */
    private static void poison(long id) {
        scene.asSuperuser(
                ("SELECT changefeed.send('chan_patron', 'patron', '%d', 'UPDATE',"
                                + " '{\"new\":{\"id\":%d,\"name\":\"Mallory\",\"fav_dish\":\"poison\"}}')")
                        .formatted(id, id));
    }

    @Test
    void fault18ForgedEventsEvictAtMost() {
        long id = scene.cachedRow("v0");
        scene.asSuperuser("CREATE ROLE mallory LOGIN");
        var forged =
                "{\"table\":\"patron\",\"id\":%d,\"type\":\"UPDATE\",\"version\":999999,\"data\":{\"new\":{\"id\":%d,\"name\":\"Mallory\",\"fav_dish\":\"poison\"}},\"mac\":\"00\"}"
                        .formatted(id, id);
        long events = scene.eventsOfBefore();
        try (var connection = scene.server().database().connectAs("mallory", "")) {
            connection.createStatement().execute("NOTIFY chan_patron, '" + forged + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        scene.awaitEvents(events, 1);

        assertThat(dish(scene.read(id))).isEqualTo("v0");
        scene.awaitHit(id, "v0");
    }

    @Test
    void fault19MalformedEventsForgetEverythingAndHarmNobody() {
        long id = scene.cachedRow("v0");
        long events = scene.eventsOfBefore();

        scene.sql(
                "NOTIFY chan_patron", "NOTIFY chan_patron, 'nonsense'", "NOTIFY chan_patron, '[]'");
        scene.awaitEvents(events, 3);

        assertThat(dish(scene.read(id))).isEqualTo("v0");
        scene.update(id, "v1");
        scene.awaitHit(id, "v1");
    }

    @Test
    void fault20OwnWritesAreReadBack() {
        long id = scene.cachedRow("v0");
        for (int i = 1; i <= 50; i++) {
            scene.update(id, "of another " + i);
            var dish = "own " + i;
            var _ =
                    scene.instance()
                            .patrons()
                            .update(id, new PatronPatch("Carol", dish), Precondition.NONE)
                            .block(Duration.ofSeconds(20));

            assertThat(dish(scene.read(id))).isEqualTo(dish);
        }
    }

    @Test
    void fault21ReadsDoNotJoinAFillOfThePast() throws Exception {
        long id = scene.row(LARGE);
        long events = scene.eventsOfBefore();
        scene.instance().queries().holdAnswers(true);
        var before = scene.startReading(id);
        scene.update(id, "v1");
        scene.awaitEvents(events, 1);
        scene.sql("NOTIFY chan_patron, '{\"id\":" + id + "}'");
        scene.awaitEvents(events, 2);
        var after = scene.startReading(id);
        scene.instance().queries().holdAnswers(false);

        before.get(20, TimeUnit.SECONDS);
        assertThat(dish(after.get(20, TimeUnit.SECONDS))).isEqualTo("v1");
    }

    @Test
    void fault24TwoPhaseCommitIsRefusedByTheDatabase() throws Exception {
        long id = scene.cachedRow("v0");
        try (var connection = scene.server().database().connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE patron SET fav_dish = 'v1' WHERE id = " + id);

            assertThatThrownBy(() -> statement.execute("PREPARE TRANSACTION 'two phases'"))
                    .hasMessageContaining("NOTIFY");
        }
        scene.awaitHit(id, "v0");
    }

    @Test
    void fault27SchemaChangeForgetsEverything() {
        long id = scene.cachedRow("v0");

        scene.sql("ALTER TABLE patron ADD COLUMN age int");

        eventually(() -> assertThat(scene.read(id).source()).isNotEqualTo(Lookup.Source.HIT));
        scene.sql("ALTER TABLE patron DROP COLUMN age");
        scene.awaitHit(id, "v0");
    }

    @Test
    void fault28BulkInsertLeavesTheHotSetAlone() {
        long hot = scene.cachedRow("hot");
        long later = scene.nobody();
        scene.awaitHit(later, null);
        long events = scene.eventsOfBefore();
        long misses = scene.instance().status().misses();

        scene.sql(
                "INSERT INTO patron SELECT id, 'Stranger', 'SPAM' FROM (SELECT generate_series(1000000,"
                        + " 1019999) UNION ALL SELECT %d) AS new (id)".formatted(later));
        scene.awaitEvents(events, 1_001);

        scene.awaitHit(hot, "hot");
        assertThat(scene.instance().status().misses()).isEqualTo(misses);
        scene.awaitHit(later, "SPAM");
        assertThat(scene.events() - events).isLessThan(1_500);
    }

    @Test
    void fault29EventStormIsOneEvent() {
        long id = scene.cachedRow("v0");
        scene.sql(
                "INSERT INTO patron SELECT g, 'Crowd', 'SPAM' FROM generate_series(2000000, 2019999) g");
        long events = scene.eventsOfBefore();

        scene.sql("UPDATE patron SET fav_dish = 'storm'");

        scene.awaitHit(id, "storm");
        assertThat(scene.events() - events).isLessThan(2_500);
    }

    @Test
    void fault30OneConnectionListensForSeveralTables() {
        scene.sql("CREATE TABLE other (id bigint PRIMARY KEY)", "SELECT changefeed.watch('other')");
        Set<String> heard = ConcurrentHashMap.newKeySet();
        Set<Long> connections = ConcurrentHashMap.newKeySet();
        var feed = scene.instance().http().part(ChangeFeed.class);
        var subscription =
                feed.events(Set.of("patron", "other"))
                        .subscribe(event -> {
                            connections.add(event.connection());
                            if (event instanceof FeedEvent.Notified(var _, var it)) {
                                heard.add(it.channel());
                            }
                        });
        try {
            eventually(() -> assertThat(connections).hasSize(1));
            scene.row("v0");
            scene.sql("INSERT INTO other VALUES (1)");

            eventually(() -> assertThat(heard).contains("chan_patron", "chan_other"));
            assertThat(connections).hasSize(1);
        } finally {
            subscription.dispose();
        }
    }
}
