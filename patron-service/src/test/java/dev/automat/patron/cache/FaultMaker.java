package dev.automat.patron.cache;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Makes one fault after another, each at random. */
final class FaultMaker {

    /** More than the rows of one transaction that have events of their own. */
    private static final int MANY = 1_500;

    private static final int FIRST_OF_MANY = 100_000;

    private final OwnPostgres server;
    private final List<CheckedInstance> instances;
    private final Keys keys;
    private final List<Fault> kinds;
    private final Random random;
    private final Map<Fault, Integer> made = new EnumMap<>(Fault.class);
    private int count;

    FaultMaker(
            OwnPostgres server,
            List<CheckedInstance> instances,
            Keys keys,
            List<Fault> kinds,
            Random random) {
        this.server = server;
        this.instances = instances;
        this.keys = keys;
        this.kinds = kinds;
        this.random = random;
    }

    Map<Fault, Integer> made() {
        return made;
    }

    void step() throws IOException {
        var kind = kinds.get(random.nextInt(kinds.size()));
        // It costs all instances a second or two of proof.
        if (kind == Fault.SERVER_CRASHED && random.nextInt(3) > 0) {
            return;
        }
        make(kind, instances.get(random.nextInt(instances.size())));
        made.merge(kind, 1, Integer::sum);
        // The same again and again would keep its victims from ever serving.
        pause(kinds.size() == 1 ? 1_500 : 200, kinds.size() == 1 ? 2_500 : 1_000);
    }

    private void make(Fault kind, CheckedInstance victim) throws IOException {
        switch (kind) {
            case LISTENERS_TERMINATED -> terminateListeners();
            case LISTENER_UNREACHABLE -> {
                victim.listener().refuse(true);
                victim.listener().reset();
                pause(300, 800);
                victim.listener().refuse(false);
            }
            case LISTENER_IN_A_HOLE -> {
                victim.listener().becomeHole();
                pause(500, 2_500);
            }
            case LISTENER_RESET -> victim.listener().reset();
            case QUERIES_RESET -> victim.queries().reset();
            case SLOW_ANSWERS -> {
                victim.queries().delayAnswers(Duration.ofMillis(30).toNanos());
                pause(500, 1_500);
                victim.queries().delayAnswers(0);
            }
            case TABLE_TRUNCATED -> truncate();
            case TRIGGERS_OFF -> switchTriggersOffAndOn();
            case BULK_UPDATE -> updateAll();
            case BULK_INSERT -> insertMany();
            case SERVER_CRASHED -> server.crashAndRestart();
        }
    }

    private void terminateListeners() {
        server.asSuperuser(
                "patrons",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"
                        + "patron-service listener'");
    }

    private void truncate() {
        forAll(() -> {
            keys.all().forEach(history -> history.begin(null));
            server.asSuperuser("patrons", "TRUNCATE patron");
            keys.all().forEach(History::acknowledge);
        });
    }

    private void updateAll() {
        forAll(() -> {
            var dish = "Bulk" + count++;
            var there = keys.all().stream().filter(it -> it.newest() != null).toList();
            there.forEach(
                    it -> it.begin(String.valueOf(it.newest()).split("/", 2)[0] + "/" + dish));
            server.asSuperuser("patrons", "UPDATE patron SET fav_dish = '" + dish + "'");
            there.forEach(History::acknowledge);
        });
    }

    /** Rows of nobody's first, so that those that are read have no events of their own. */
    private void insertMany() {
        forAll(() -> {
            var name = "Many" + count++;
            var missing = keys.all().stream().filter(it -> it.newest() == null).toList();
            missing.forEach(it -> it.begin(name + "/SPAM"));
            server.asSuperuser(
                    "patrons",
                    "DELETE FROM patron WHERE id >= " + FIRST_OF_MANY,
                    "INSERT INTO patron (id, name, fav_dish) SELECT id, '%s', 'SPAM' FROM (SELECT id FROM generate_series(%d, %d) AS id UNION ALL SELECT id FROM generate_series(1, %d) AS id WHERE NOT EXISTS (SELECT FROM patron p WHERE p.id = id.id)) AS new (id)"
                            .formatted(name, FIRST_OF_MANY, FIRST_OF_MANY + MANY, Keys.COUNT));
            missing.forEach(History::acknowledge);
        });
    }

    private void forAll(Runnable action) {
        keys.lock().writeLock().lock();
        try {
            action.run();
        } finally {
            keys.lock().writeLock().unlock();
        }
    }

    private void switchTriggersOffAndOn() {
        keys.unheard().begin();
        server.asSuperuser("patrons", "ALTER TABLE patron DISABLE TRIGGER ALL");
        pause(50, 400);
        server.asSuperuser(
                "patrons",
                "ALTER TABLE patron ENABLE ALWAYS TRIGGER changefeed_row",
                "ALTER TABLE patron ENABLE ALWAYS TRIGGER changefeed_truncate");
        keys.unheard().end();
    }

    private void pause(int least, int most) {
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(least, most)).toNanos());
    }
}
