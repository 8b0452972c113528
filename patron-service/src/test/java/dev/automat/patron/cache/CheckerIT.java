package dev.automat.patron.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.automat.patron.PatronDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Three instances, writers, readers and faults, for {@code automat.checker.seconds} (60) with
 * {@code automat.checker.seed} (a new one each time, printed). Faults come in the seed's order;
 * what else happens between them is the machine's.
 */
class CheckerIT {

    private static final Duration LONGEST_CONTROL = Duration.ofMinutes(2);

    private static OwnPostgres server;

    @BeforeAll
    static void startsAServer() {
        QuietLog.begin();
        server = OwnPostgres.start(Map.of("wal_level", "logical"));
    }

    @AfterAll
    static void stopsTheServer() throws Exception {
        server.close();
        QuietLog.end();
    }

    @ParameterizedTest
    @CsvSource({"notify, 60", "logical, 20"})
    void noReadIsTooOldAndNoneIsWrongForGood(String feed, int usualSeconds) throws Exception {
        assumeTrue(feed.matches(System.getProperty("automat.checker.feed", ".*")));
        long seed = Long.getLong("automat.checker.seed", ThreadLocalRandom.current().nextInt());
        var seconds = Integer.getInteger("automat.checker.seconds", usualSeconds);
        var report =
                check(
                        3,
                        Set.of(),
                        List.of(Fault.values()),
                        seed,
                        Duration.ofSeconds(seconds),
                        false,
                        "automat.patron.changefeed.kind=" + feed);

        assertThat(report.tooOld()).as(report.toString()).isZero();
        assertThat(report.impossible()).as(report.toString()).isZero();
        assertThat(report.wrongForGood()).as(report.toString()).isZero();
        // A cache that is never asked is never wrong.
        assertThat(report.hits()).as(report.toString()).isGreaterThan(report.reads() / 100);
        assertThat(report.calm().everyMissHasAReason()).as(report.toString()).isTrue();
        assertThat(report.writes()).as(report.toString()).isGreaterThan(100);
    }

    @ParameterizedTest
    @CsvSource({
        "HEARTBEAT, LISTENER_IN_A_HOLE",
        "FORGET_ON_RECONNECT, LISTENER_UNREACHABLE",
        "FILL_TOKEN, SLOW_ANSWERS"
    })
    void someReadIsWrongWhenALineOfTheProtocolIsLeftOut(ProtocolLine line, Fault fault)
            throws Exception {
        var report = check(1, Set.of(line), List.of(fault), 1, LONGEST_CONTROL, true);

        assertThat(report.tooOld() + report.wrongForGood()).as(report.toString()).isPositive();
    }

    private static Checker.Report check(
            int count,
            Set<ProtocolLine> leftOut,
            List<Fault> kinds,
            long seed,
            Duration duration,
            boolean untilFault,
            String... properties)
            throws Exception {
        var instances = new ArrayList<CheckedInstance>();
        try {
            var database = PatronDatabase.at(server.database());
            IntStream.range(0, count)
                    .forEach(_ ->
                            instances.add(CheckedInstance.start(database, leftOut, properties)));
            var report = new Checker(server, instances, kinds, seed).run(duration, untilFault);
            System.out.printf(
                    "checker: seed %d, left out %s, %s: %s%n",
                    seed, leftOut, List.of(properties), report);
            return report;
        } finally {
            instances.forEach(CheckedInstance::close);
        }
    }
}
