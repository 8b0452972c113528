package dev.automat.bench.patron;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * How long after a commit was acknowledged another instance answers with it: it is asked again and
 * again, so that a question's own time is in the result.
 */
final class DelayBench {

    private static final int COMMITS = Integer.getInteger("bench.commits", 500);
    private static final long LONGEST_WAIT_NANOS = 5_000_000_000L;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ServerProcess instance;
    private final String database;

    DelayBench(ServerProcess instance, String database) {
        this.instance = instance;
        this.database = database;
    }

    void run(String title) throws IOException, InterruptedException, SQLException {
        var delays = new double[COMMITS];
        var questions = new double[COMMITS];
        try (var connection =
                        DriverManager.getConnection(
                                "jdbc:postgresql://" + database, "postgres", "");
                var update =
                        connection.prepareStatement(
                                "UPDATE patron SET fav_dish = ? WHERE id = 37")) {
            for (var i = 0; i < COMMITS; i++) {
                var dish = "delay " + System.nanoTime();
                update.setString(1, dish);
                update.execute();
                var acknowledged = System.nanoTime();
                await(dish, acknowledged);
                delays[i] = (System.nanoTime() - acknowledged) / 1e3;
                var asked = System.nanoTime();
                ask();
                questions[i] = (System.nanoTime() - asked) / 1e3;
            }
        }
        System.out.printf(
                "    %-30s p50 %,.0f us, p99 %,.0f us; a question alone p50 %,.0f us%n",
                title, quantile(delays, 0.5), quantile(delays, 0.99), quantile(questions, 0.5));
    }

    private void await(String dish, long since) throws IOException, InterruptedException {
        while (!ask().contains(dish)) {
            if (System.nanoTime() - since > LONGEST_WAIT_NANOS) {
                throw new IllegalStateException("The instance never said " + dish);
            }
        }
    }

    private String ask() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(instance.url() + "/patron/37")).build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    private static double quantile(double[] values, double share) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.round(share * sorted.length))];
    }
}
