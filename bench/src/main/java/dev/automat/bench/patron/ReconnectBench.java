package dev.automat.bench.patron;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** How long a full cache takes to be sure of itself again after its listener was terminated. */
final class ReconnectBench {

    private static final int ENTRIES = Integer.getInteger("bench.entries", 65_536);
    private static final int CONNECTIONS = 64;
    private static final int MOST_ROUNDS = 8;
    private static final long LONGEST_WAIT_NANOS = 30_000_000_000L;
    private static final Pattern RECONNECTS = Pattern.compile("\"reconnects\":(\\d+)");
    private static final Pattern SIZE = Pattern.compile("\"size\":(\\d+)");

    private final HttpClient http = HttpClient.newHttpClient();
    private final ServerProcess instance;
    private final String database;

    ReconnectBench(ServerProcess instance, String database) {
        this.instance = instance;
        this.database = database;
    }

    void run() throws IOException, InterruptedException, SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                "jdbc:postgresql://" + database, "postgres", "");
                var statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO patron (name, fav_dish) SELECT 'Carol', 'Soup' FROM generate_series(1, "
                            + ENTRIES
                            + ")");
            askForAll();
            var before = number(RECONNECTS);
            var statements = statements(connection);
            var begin = System.nanoTime();
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE application_name = 'patron-service listener'");
            awaitLive(before, begin);
            System.out.printf(
                    "%nP5  %,d entries known; serving again %.0f ms after its listener was"
                            + " terminated, %,.0f hits in the second after%n",
                    number(SIZE), (System.nanoTime() - begin) / 1e6, hitsOfASecond());
            System.out.printf(
                    "    %,d transactions of the whole server meanwhile, that second included%n",
                    statements(connection) - statements);
        }
    }

    /** Each row at least once, over several connections, by wrk. */
    private void askForAll() throws IOException, InterruptedException {
        var script =
                "local id = 0%nrequest = function() id = id %% %d + 1; return wrk.format('GET', '/patron/' .. id) end%n"
                        .formatted(ENTRIES);
        for (var round = 0; round < MOST_ROUNDS && number(SIZE) < ENTRIES; round++) {
            var _ = new Wrk(CONNECTIONS, script).run(instance, 5);
        }
    }

    private static long statements(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT sum(xact_commit)::bigint FROM pg_stat_database")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void awaitLive(long reconnects, long since) throws IOException, InterruptedException {
        while (number(RECONNECTS) <= reconnects || !status().contains("\"live\"")) {
            if (System.nanoTime() - since > LONGEST_WAIT_NANOS) {
                throw new IllegalStateException("It does not serve again: " + status());
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    private double hitsOfASecond() throws IOException, InterruptedException {
        var hits = Pattern.compile("\"hits\":(\\d+)");
        var misses = Pattern.compile("\"misses\":(\\d+)");
        long hitsBefore = number(hits);
        long missesBefore = number(misses);
        var script =
                "request = function() return wrk.format('GET', '/patron/' .. math.random(%d)) end%n"
                        .formatted(ENTRIES);
        var _ = new Wrk(CONNECTIONS, script).run(instance, 1);
        double found = number(hits) - hitsBefore;
        double missed = number(misses) - missesBefore;
        System.out.printf("    hit rate %.2f %%%n", 100 * found / Math.max(1, found + missed));
        return found;
    }

    private long number(Pattern pattern) throws IOException, InterruptedException {
        var match = pattern.matcher(status());
        return match.find() ? Long.parseLong(match.group(1)) : 0;
    }

    private String status() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(instance.url() + "/cache")).build();
        return http.send(request, BodyHandlers.ofString()).body();
    }
}
