package dev.automat.patron.cache;

import static dev.automat.patron.cache.FaultScene.LARGE;
import static dev.automat.patron.cache.FaultScene.dish;
import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.automat.patron.PatronDatabase;
import dev.automat.patron.PatronInstance;
import dev.automat.patron.patron.Lookup;
import dev.automat.test.CertificateAuthority;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What both feeds promise, on one server: an instance that is notified, and one that reads logs.
 */
class ChangeFeedContractIT {

    private static final String SLOTS =
            "SELECT count(*) FROM pg_replication_slots WHERE slot_name LIKE 'changefeed%'";

    private static final String SESSIONS =
            "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE true";

    /** The two implementations. */
    enum Feed {
        NOTIFY,
        LOGICAL
    }

    private static FaultScene notified;
    private static FaultScene logical;

    @BeforeAll
    static void setsTheScene() {
        notified = FaultScene.set();
        logical =
                notified.withAnother(
                        "automat.patron.changefeed.kind=logical",
                        "automat.patron.changefeed.sender-timeout=2s");
    }

    @AfterAll
    static void clearsTheScene() throws Exception {
        logical.instance().close();
        notified.close();
    }

    private static FaultScene scene(Feed feed) {
        return feed == Feed.NOTIFY ? notified : logical;
    }

    @ParameterizedTest
    @EnumSource
    void fillsTheCacheWithWhatIsWritten(Feed feed) {
        var scene = scene(feed);
        long id = scene.cachedRow("v0");

        // On a busy machine a proof may come late, and the entry be read again.
        eventually(() -> {
            long misses = scene.instance().status().misses();
            long events = scene.eventsOfBefore();
            scene.update(id, "v%d with \"quotes\" and \u00fcml\u00e4uts".formatted(events));
            scene.awaitEvents(events, 1);
            var lookup = scene.read(id);
            assertThat(dish(lookup))
                    .isEqualTo("v%d with \"quotes\" and \u00fcml\u00e4uts".formatted(events));
            assertThat(lookup.source()).isEqualTo(Lookup.Source.HIT);
            assertThat(scene.instance().status().misses()).isEqualTo(misses);
        });
        scene.sql("DELETE FROM patron WHERE id = " + id);
        scene.awaitHit(id, null);
        scene.sql("INSERT INTO patron VALUES (%d, 'Dave', 'back')".formatted(id));
        scene.awaitHit(id, "back");
    }

    @ParameterizedTest
    @EnumSource
    void tellsChangesOfOneTransactionInTheirOrder(Feed feed) throws SQLException {
        var scene = scene(feed);
        long there = scene.cachedRow("v0");
        long gone = scene.cachedRow("v0");
        var turns = new ArrayList<>(FaultScene.thereAndBack(there));
        turns.add("SAVEPOINT later");
        turns.add("UPDATE patron SET fav_dish = 'never' WHERE id = " + there);
        turns.add("ROLLBACK TO later");
        turns.addAll(FaultScene.goneAndGoneAgain(gone));
        scene.inOneTransaction(turns);

        scene.awaitHit(there, "v1");
        scene.awaitHit(gone, null);
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingUnderAnOldKey(Feed feed) {
        var scene = scene(feed);
        long before = scene.cachedRow("moves");
        long after = scene.nobody();

        scene.sql("UPDATE patron SET id = %d WHERE id = %d".formatted(after, before));

        scene.awaitHit(before, null);
        scene.awaitHit(after, "moves");
    }

    @ParameterizedTest
    @EnumSource
    void tellsOfRowsThatAreLarge(Feed feed) {
        var scene = scene(feed);
        long id = scene.cachedRow("v0");

        scene.update(id, LARGE);
        scene.awaitHit(id, LARGE);
        // The large value is not in the log again.
        scene.sql("UPDATE patron SET name = 'Carla' WHERE id = " + id);
        eventually(() -> {
            var patron = scene.read(id).patron();
            assertThat(patron).isNotNull();
            assertThat(patron.name()).isEqualTo("Carla");
            assertThat(patron.favDish()).isEqualTo(LARGE);
        });
    }

    @ParameterizedTest
    @EnumSource
    void tellsOfTruncation(Feed feed) {
        var scene = scene(feed);
        long id = scene.cachedRow("v0");

        scene.sql("TRUNCATE patron");

        scene.awaitHit(id, null);
    }

    @ParameterizedTest
    @EnumSource
    void tellsOfWritesOfAReplicaRole(Feed feed) {
        var scene = scene(feed);
        long id = scene.cachedRow("v0");

        scene.asSuperuser(
                "SET session_replication_role = replica",
                "UPDATE patron SET fav_dish = 'v1' WHERE id = " + id);

        scene.awaitHit(id, "v1");
    }

    @ParameterizedTest
    @EnumSource
    void tellsManyRowsOfOneTransactionAtOnce(Feed feed) {
        var scene = scene(feed);
        long id = scene.cachedRow("v0");
        long absent = scene.nobody();
        scene.awaitHit(absent, null);
        long first = feed == Feed.NOTIFY ? 3_000_000 : 4_000_000;
        long events = scene.eventsOfBefore();

        scene.sql(
                "INSERT INTO patron SELECT id, 'Crowd', 'SPAM' FROM (SELECT generate_series(%d, %d)"
                                .formatted(first, first + 4_999)
                        + " UNION ALL SELECT %d) AS new (id)".formatted(absent));
        scene.awaitHit(absent, "SPAM");
        assertThat(scene.events() - events).isLessThan(1_500);
        scene.sql("UPDATE patron SET fav_dish = 'storm'");

        scene.awaitHit(id, "storm");
        assertThat(scene.events() - events).isLessThan(3_000);
        scene.sql("DELETE FROM patron WHERE id >= " + first);
    }

    @ParameterizedTest
    @EnumSource
    void goesOnAfterItsConnectionIsLost(Feed feed) {
        var scene = scene(feed);
        long id = scene.cachedRow("v0");
        long reconnects = scene.instance().status().reconnects();

        scene.instance().listener().refuse(true);
        scene.instance().listener().reset();
        eventually(() -> assertThat(scene.instance().status().state()).isEqualTo("detached"));
        scene.update(id, "unheard");
        scene.awaitBypass(id, "unheard");
        scene.instance().listener().refuse(false);

        scene.awaitHit(id, "unheard");
        assertThat(scene.instance().status().reconnects()).isGreaterThan(reconnects);
    }

    @ParameterizedTest
    @EnumSource
    void bypassesTheCacheWhileTheTableIsNotWatched(Feed feed) {
        var scene = scene(feed);
        long id = scene.cachedRow("v0");

        scene.sql(
                feed == Feed.NOTIFY
                        ? "ALTER TABLE patron DISABLE TRIGGER changefeed_row"
                        : "ALTER PUBLICATION changefeed DROP TABLE patron");
        scene.update(id, "unheard");
        scene.awaitBypass(id, "unheard");
        scene.sql(
                feed == Feed.NOTIFY
                        ? "ALTER TABLE patron ENABLE ALWAYS TRIGGER changefeed_row"
                        : "ALTER PUBLICATION changefeed ADD TABLE patron");

        scene.awaitHit(id, "unheard");
        scene.update(id, "heard");
        scene.awaitHit(id, "heard");
    }

    @ParameterizedTest
    @EnumSource
    void takesNobodyElsesWordsForTruth(Feed feed) {
        var scene = scene(feed);
        long id = scene.cachedRow("v0");
        scene.sql(
                "NOTIFY chan_patron, 'nonsense'",
                "SELECT pg_logical_emit_message(true, 'changefeed', 'nonsense')",
                "SELECT pg_logical_emit_message(false, 'chan_patron', '{\"id\":1}')");

        scene.update(id, "v1");

        scene.awaitHit(id, "v1");
    }

    @Test
    void theServerKeepsNoLogForAnInstanceThatDoesNotAnswer() {
        var instance = logical.instance();
        instance.awaitProof();
        eventually(() -> assertThat(logical.count(SLOTS)).isEqualTo(1));

        instance.listener().becomeHole();
        // Nobody tells the server: it finds out by itself, while the instance connects anew.
        instance.awaitProof();

        eventually(() -> assertThat(logical.count(SLOTS)).isEqualTo(1));
    }

    @Test
    void everyConnectionIsEncryptedAndTheServerProvenWhenTold() throws Exception {
        var directory = notified.server().directory();
        var authority = new CertificateAuthority(directory);
        var _ = authority.issue("server", "dns:localhost,ip:127.0.0.1");
        var another = new CertificateAuthority(directory.resolve("another"));
        notified.asSuperuser("ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()");
        eventually(() ->
                assertThat(
                                notified.count(
                                        "SELECT count(*) FROM pg_settings"
                                                + " WHERE name = 'ssl' AND setting = 'on'"))
                        .isEqualTo(1));

        try (var encrypted = encrypted(authority.certificate()).instance()) {
            encrypted.awaitProof();

            assertThat(logical.count(SESSIONS + " AND ssl AND backend_type = 'walsender'"))
                    .isEqualTo(1);
            assertThat(logical.count(SESSIONS + " AND ssl AND application_name = 'over TLS'"))
                    .isPositive();
            assertThat(logical.count(SESSIONS + " AND NOT ssl AND application_name = 'over TLS'"))
                    .isZero();
        }
        var database = PatronDatabase.at(notified.server().database());
        assertThatThrownBy(() -> PatronInstance.start(database, tls(another.certificate())))
                .hasStackTraceContaining("SSL");
    }

    private static FaultScene encrypted(Path trusted) {
        return notified.withAnother(tls(trusted));
    }

    private static String[] tls(Path trusted) {
        return new String[] {
            "automat.patron.changefeed.kind=logical",
            "spring.r2dbc.properties.applicationName=over TLS",
            "spring.r2dbc.properties.sslMode=verify-full",
            "spring.r2dbc.properties.sslRootCert=" + trusted,
            "spring.flyway.url="
                    + notified.server().database().jdbcUrl()
                    + "?sslmode=verify-full&sslrootcert="
                    + trusted,
            "spring.flyway.connect-retries=0"
        };
    }
}
