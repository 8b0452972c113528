package dev.automat.bench.patron;

import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How long after a commit was acknowledged another instance answers with it: it is asked again and
 * again, so that a question's own time is in the result.
 */
final class DelayBench {

    private static final int COMMITS = Integer.getInteger("bench.commits", 500);
    private static final int ROWS = 1_000;
    private static final long LONGEST_WAIT_NANOS = 5_000_000_000L;

    private final ServerProcess instance;
    private final String database;

    DelayBench(ServerProcess instance, String database) {
        this.instance = instance;
        this.database = database;
    }

    /** Commits a few hundred times a second. */
    void run(String title) throws IOException, SQLException {
        var delays = new double[COMMITS];
        var questions = new double[COMMITS];
        try (var connection =
                        DriverManager.getConnection(
                                "jdbc:postgresql://" + database, "postgres", "");
                var update =
                        connection.prepareStatement(
                                "UPDATE patron SET fav_dish = ? WHERE id = 37");
                var question = new Question(instance.port(), "/patron/37")) {
            for (var i = 0; i < COMMITS; i++) {
                var dish = "delay " + System.nanoTime();
                update.setString(1, dish);
                update.execute();
                var acknowledged = System.nanoTime();
                await(question, dish, acknowledged);
                delays[i] = (System.nanoTime() - acknowledged) / 1e3;
                var asked = System.nanoTime();
                var _ = question.ask();
                questions[i] = (System.nanoTime() - asked) / 1e3;
            }
        }
        System.out.printf(
                "    %-30s p50 %,.0f us, p99 %,.0f us; a question alone p50 %,.0f us%n",
                title, quantile(delays, 0.5), quantile(delays, 0.99), quantile(questions, 0.5));
    }

    /** The same while others ask for as many patrons as the instance can answer. */
    void runUnderLoad(String title)
            throws IOException, SQLException, InterruptedException, ExecutionException {
        try (var load = Executors.newSingleThreadExecutor()) {
            var running = new AtomicBoolean(true);
            var questions =
                    load.submit(() -> {
                        while (running.get()) {
                            var _ = Wrk.getRandom(ROWS).run(instance, 1);
                        }
                        return null;
                    });
            run(title);
            running.set(false);
            questions.get();
        }
    }

    private static void await(Question question, String dish, long since) throws IOException {
        while (!question.ask().contains(dish)) {
            if (System.nanoTime() - since > LONGEST_WAIT_NANOS) {
                throw new IllegalStateException("The instance never said " + dish);
            }
        }
    }

    private static double quantile(double[] values, double share) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.round(share * sorted.length))];
    }
}
