package dev.automat.system;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever service is killed: it comes back, the others go on, and the dashboard says both. */
@ExtendWith(DemoSuite.class)
class KilledServiceIT {

    private static final Duration COMES_BACK = Duration.ofSeconds(60);
    private static final int[] ALL = {8000, 8001, 8080, 8086, 8088, 8090};

    private final Suite suite;

    KilledServiceIT(Suite suite) {
        this.suite = suite;
    }

    @ParameterizedTest
    @CsvSource({
        "broker-service, 8086",
        "metrics-collector, 8088",
        "patron-service-2, 8001",
        "news-aggregator, 8080"
    })
    void comesBackWhileTheOthersGoOn(String name, int port) throws Exception {
        suite.awaitReady(ALL);
        var killed = suite.serving(name);

        assertThat(killed.destroyForcibly()).isTrue();
        eventually("the process is gone", COMES_BACK, () -> !killed.isAlive());
        for (int other : ALL) {
            if (other != port) {
                assertThat(Http.isReady(suite.url(other))).as("port %d", other).isTrue();
            }
        }

        eventually("ready again", COMES_BACK, () -> Http.isReady(suite.url(port)));
        eventually("the dashboard says up", COMES_BACK, () -> dashboardSays(name, "up"));
    }

    private boolean dashboardSays(String name, String status) throws Exception {
        return StreamSupport.stream(
                        Http.event(suite.url(8090) + "/api/live", "suite").spliterator(), false)
                .anyMatch(instance ->
                        instance.path("name").asString().equals(name)
                                && instance.path("status").asString().equals(status));
    }
}
