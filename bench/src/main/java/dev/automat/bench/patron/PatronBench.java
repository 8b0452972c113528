package dev.automat.bench.patron;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Prints what the patron service does beside what one would write first and beside the limits of
 * the machine, in turns within one run: medians, CPU time of the server for each request, and
 * ratios. Needs wrk, taskset and psql; redis-benchmark where it is there.
 */
final class PatronBench {

    private static final int ROUNDS = 3;
    private static final int ROWS = 10_000;

    /** A service of that size is as quick as it gets only after that long on one core. */
    private static final int WARM_UP_SECONDS = Integer.getInteger("bench.warmup", 20);

    private static final int SHORT_WARM_UP_SECONDS = 5;
    private static final int SECONDS = Integer.getInteger("bench.seconds", 4);
    private static final String DISH = "{\"name\":\"Carol\",\"fav_dish\":\"Robot Ramen\"}";

    private PatronBench() {}

    /**
     * Runs all of it, in about ten minutes.
     *
     * @param arguments the jar of patron-service
     */
    public static void main(String[] arguments)
            throws IOException, InterruptedException, SQLException, ExecutionException {
        try (var postgres = startPostgres()) {
            var url = "127.0.0.1:" + postgres.getPort() + "/postgres";
            var file = Path.of(arguments[0]).toAbsolutePath();
            var jar = List.of("-jar", file.toString());
            try (var prepared = PreparedService.of(file, properties(url))) {
                start(prepared.where(), url);
            }
            try (var patron = ServerProcess.ofService(jar, properties(url))) {
                patron.awaitAnswer();
                fill(url);
                try (var plain = startPlain(url);
                        var constant = ServerProcess.ofClass(ConstantHttp.class);
                        var bare = ServerProcess.ofClass(BareHttp.class)) {
                    cached(patron, plain.awaitAnswer(), constant.awaitAnswer(), bare.awaitAnswer());
                    uncached(patron, plain);
                    written("notifications", patron, plain);
                }
                System.out.printf("%nP4  commit acknowledged until the instance says so%n");
                var delays = new DelayBench(patron, url);
                delays.run("notifications");
                delays.runUnderLoad("notifications, GETs flat out");
                new ReconnectBench(patron, url).run();
                System.out.printf(
                        "P7  %.0f MiB resident with a full cache%n", patron.residentMebibytes());
                new BulkBench(patron.url(), url).run();
                System.out.printf("P7  %.0f MiB resident at the end%n", patron.residentMebibytes());
            }
            readingTheLog(jar, url);
            new FeedBench(url, postgres.getPort(), SECONDS).run();
        }
    }

    private static void start(List<String> service, String url)
            throws IOException, InterruptedException {
        for (var round = 0; round < ROUNDS; round++) {
            var begin = System.nanoTime();
            try (var patron = ServerProcess.ofServiceOnAllCores(service, properties(url))) {
                patron.awaitAnswer();
                var seconds = (System.nanoTime() - begin) / 1e9;
                System.out.printf(
                        "P7  first answer after %.2f s with an AOT cache, %.1f s of CPU, %.0f MiB resident%n",
                        seconds, patron.cpuTime().toMillis() / 1e3, patron.residentMebibytes());
            }
        }
    }

    /** Without triggers: nobody is notified any more. */
    private static void readingTheLog(List<String> jar, String url)
            throws IOException, InterruptedException, SQLException, ExecutionException {
        execute(url, "TRUNCATE patron RESTART IDENTITY");
        fill(url);
        execute(url, "SELECT changefeed.unwatch('patron')");
        var properties = new ArrayList<>(List.of(properties(url)));
        properties.add("--automat.patron.changefeed.kind=logical");
        try (var patron = ServerProcess.ofService(jar, properties.toArray(String[]::new));
                var plain = startPlain(url)) {
            written("the log", patron.awaitAnswer(), plain.awaitAnswer());
            System.out.printf("%nP4  commit acknowledged until the instance says so%n");
            var delays = new DelayBench(patron, url);
            delays.run("the log");
            delays.runUnderLoad("the log, GETs flat out");
        }
    }

    private static EmbeddedPostgres startPostgres() throws IOException {
        return EmbeddedPostgres.builder()
                .setLocaleConfig("locale", "C.UTF-8")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("wal_level", "logical")
                .setServerConfig("max_connections", "300")
                .setServerConfig("max_wal_senders", "60")
                .setServerConfig("max_replication_slots", "60")
                .start();
    }

    private static String[] properties(String url) {
        return new String[] {
            "--spring.r2dbc.url=r2dbc:postgresql://" + url,
            "--spring.r2dbc.username=postgres",
            "--spring.flyway.url=jdbc:postgresql://" + url,
            "--spring.flyway.user=postgres"
        };
    }

    private static ServerProcess startPlain(String url) throws IOException {
        var where =
                List.of("-cp", System.getProperty("java.class.path"), PlainService.class.getName());
        return ServerProcess.ofService(where, properties(url));
    }

    private static void fill(String url) throws SQLException {
        execute(
                url,
                "INSERT INTO patron (name, fav_dish) SELECT 'Carol', 'SPAM Bruschetta'"
                        + " FROM generate_series(1, "
                        + ROWS
                        + ")");
    }

    private static void execute(String url, String sql) throws SQLException {
        try (var connection =
                        DriverManager.getConnection("jdbc:postgresql://" + url, "postgres", "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void cached(
            ServerProcess patron, ServerProcess plain, ServerProcess constant, ServerProcess bare)
            throws IOException, InterruptedException {
        var hit = Wrk.getRandom(1_000);
        var targets = new LinkedHashMap<String, Target>();
        targets.put("patron-service", new Target(patron, hit, WARM_UP_SECONDS));
        targets.put(
                "patron-service, 304",
                new Target(
                        patron,
                        Wrk.get("/patron/37", "If-None-Match", "*"),
                        SHORT_WARM_UP_SECONDS));
        targets.put("annotated controller", new Target(plain, hit, WARM_UP_SECONDS));
        targets.put("Reactor Netty, constant", new Target(constant, hit, SHORT_WARM_UP_SECONDS));
        targets.put("bare codec, constant", new Target(bare, hit, SHORT_WARM_UP_SECONDS));
        compare("P1  cached GET", targets);
        RedisBench.run();
    }

    private static void uncached(ServerProcess patron, ServerProcess plain)
            throws IOException, InterruptedException {
        var miss = Wrk.getRandom(ROWS, "Cache-Control", "no-cache");
        compare("P2  uncached GET", both(patron, plain, miss));
    }

    private static void written(String feed, ServerProcess patron, ServerProcess plain)
            throws IOException, InterruptedException {
        compare("P3  PUT, " + feed, both(patron, plain, Wrk.put(ROWS, DISH)));
        compare("P3  POST, " + feed, both(patron, plain, Wrk.post(DISH)));
    }

    private static Map<String, Target> both(ServerProcess patron, ServerProcess plain, Wrk load) {
        var targets = new LinkedHashMap<String, Target>();
        targets.put("patron-service", new Target(patron, load, WARM_UP_SECONDS));
        targets.put("Spring Data repository", new Target(plain, load, WARM_UP_SECONDS));
        return targets;
    }

    private record Target(ServerProcess server, Wrk load, int warmUpSeconds) {}

    private static void compare(String title, Map<String, Target> targets)
            throws IOException, InterruptedException {
        var results = new LinkedHashMap<String, List<Wrk.Result>>();
        for (var target : targets.values()) {
            var _ = target.load().run(target.server(), target.warmUpSeconds());
        }
        for (var round = 0; round < ROUNDS; round++) {
            for (var target : targets.entrySet()) {
                var it = target.getValue();
                results.computeIfAbsent(target.getKey(), _ -> new ArrayList<>())
                        .add(it.load().run(it.server(), SECONDS));
            }
        }
        print(title, results);
    }

    private static void print(String title, Map<String, List<Wrk.Result>> results) {
        System.out.printf("%n%-28s %12s %12s %10s%n", title, "requests/s", "CPU us each", "errors");
        var first = median(results.values().iterator().next(), true);
        results.forEach((name, all) ->
                System.out.printf(
                        "    %-24s %,12.0f %12.1f %10d   CPU ratio %.2f%n",
                        name,
                        median(all, false),
                        median(all, true),
                        all.stream().mapToLong(Wrk.Result::errors).sum(),
                        median(all, true) / first));
    }

    private static double median(List<Wrk.Result> results, boolean isCpu) {
        var sorted =
                results.stream()
                        .mapToDouble(it -> isCpu ? it.cpuMicros() : it.perSecond())
                        .toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
