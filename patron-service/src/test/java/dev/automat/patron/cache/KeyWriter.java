package dev.automat.patron.cache;

import dev.automat.patron.patron.PatronPatch;
import dev.automat.patron.patron.PatronRepository;
import dev.automat.patron.patron.Precondition;
import dev.automat.patron.patron.WriteOutcome;
import dev.automat.test.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of its own, past the instances and through them, and knows of each what is committed:
 * after a failure it asks the database.
 */
final class KeyWriter {

    private static final int MOST_IN_A_ROW = 4;
    private static final String LARGE = "SPAM ".repeat(1_600);

    private interface Write {
        void run() throws Exception;
    }

    private final TestPostgres.Database database;
    private final List<PatronRepository> instances;
    private final Keys keys;
    private final List<Long> own;
    private final Random random;
    private final LongAdder writes;
    private @Nullable Connection connection;
    private int count;

    KeyWriter(
            TestPostgres.Database database,
            List<PatronRepository> instances,
            Keys keys,
            List<Long> own,
            Random random,
            LongAdder writes) {
        this.database = database;
        this.instances = instances;
        this.keys = keys;
        this.own = own;
        this.random = random;
        this.writes = writes;
    }

    /** Some writes of one row, one after the other; then it has a rest. */
    void step() {
        long id = own.get(random.nextInt(own.size()));
        for (int i = random.nextInt(MOST_IN_A_ROW); i >= 0; i--) {
            writeAlone(id);
        }
    }

    private void writeAlone(long id) {
        keys.lock().readLock().lock();
        try {
            write(id);
        } finally {
            keys.lock().readLock().unlock();
        }
    }

    private void write(long id) {
        var history = keys.of(id);
        var before = history.newest();
        int dice = random.nextInt(100);
        if (before == null) {
            var value = next(id);
            attempt(history, id, value, () -> insert(id, value));
        } else if (dice < 10) {
            attempt(history, id, null, () -> execute("DELETE FROM patron WHERE id = " + id));
            var value = next(id);
            if (history.newest() == null) {
                attempt(history, id, value, () -> insert(id, value));
            }
        } else if (dice < 20) {
            var value = next(id);
            attempt(history, id, value, () -> thereAndBack(id, before, value));
        } else if (dice < 60) {
            var value = next(id);
            attempt(history, id, value, () -> update(id, value));
        } else {
            var value = next(id);
            attempt(history, id, value, () -> updateThroughAnInstance(id, before, value));
        }
    }

    /** Each fourth row is too large for a notification. */
    private String next(long id) {
        var dish = id % 4 == 0 ? LARGE : "SPAM";
        return id + "." + System.identityHashCode(this) + "." + count++ + "/" + dish;
    }

    private void attempt(History history, long id, @Nullable String value, Write write) {
        history.begin(value);
        try {
            write.run();
            history.acknowledge();
            writes.increment();
        } catch (Exception _) {
            settle(history, id);
        }
    }

    /** Makes sure of what is in the database, and that nothing under way can change it. */
    private void settle(History history, long id) {
        for (int tries = 0; ; tries++) {
            try {
                settleOnce(history, id);
                return;
            } catch (Exception e) {
                disconnect();
                if (tries > 600) {
                    throw new IllegalStateException("The database does not come back", e);
                }
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
    }

    private void settleOnce(History history, long id) throws Exception {
        try (var row =
                connection()
                        .createStatement()
                        .executeQuery(
                                "SELECT name || '/' || fav_dish FROM patron WHERE id = " + id)) {
            var found = row.next() ? row.getString(1) : null;
            if (Objects.equals(found, history.newest())) {
                history.acknowledge();
            } else {
                history.doubt();
            }
            // An update that is still under way has the old state for its precondition.
            var value = next(id);
            history.begin(value);
            if (found == null) {
                insert(id, value);
            } else {
                update(id, value);
            }
            history.acknowledge();
        }
    }

    private void insert(long id, String value) throws SQLException {
        var parts = value.split("/", 2);
        execute(
                "INSERT INTO patron (id, name, fav_dish) VALUES (%d, '%s', '%s')"
                        .formatted(id, parts[0], parts[1]));
    }

    private void update(long id, String value) throws SQLException {
        var parts = value.split("/", 2);
        execute(
                "UPDATE patron SET name = '%s', fav_dish = '%s' WHERE id = %d"
                        .formatted(parts[0], parts[1], id));
    }

    private void thereAndBack(long id, String before, String value) throws SQLException {
        var connection = connection();
        connection.setAutoCommit(false);
        try {
            update(id, value);
            update(id, before);
            update(id, value);
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void updateThroughAnInstance(long id, String before, String value) {
        var parts = value.split("/", 2);
        var outcome =
                instances
                        .get(random.nextInt(instances.size()))
                        .update(
                                id,
                                new PatronPatch(parts[0], parts[1]),
                                new Precondition(List.of(tag(before))))
                        .block(Duration.ofSeconds(20));
        if (outcome != WriteOutcome.WRITTEN) {
            throw new IllegalStateException("Not written");
        }
    }

    /** The entity tag, as the database computes it. */
    private static String tag(String value) {
        var parts = value.split("/", 2);
        var text = parts[0].length() + ":" + parts[0] + parts[1];
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            disconnect();
            throw e;
        }
    }

    private Connection connection() throws SQLException {
        var current = connection;
        if (current == null || current.isClosed()) {
            current = database.connect();
            connection = current;
        }
        return current;
    }

    private void disconnect() {
        try (var _ = connection) {
            connection = null;
        } catch (SQLException _) {
            // Lost anyway.
        }
    }

    void close() {
        disconnect();
    }
}
