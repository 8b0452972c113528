package dev.automat.system;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.DriverManager;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DemoSuite.class)
class PatronsAcrossInstancesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Suite suite;
    private String path = "";

    PatronsAcrossInstancesIT(Suite suite) {
        this.suite = suite;
    }

    @BeforeEach
    void createsAPatron() throws Exception {
        var created =
                Http.send(
                        "POST",
                        suite.url(8000) + "/patron",
                        "{\"name\":\"Carol\",\"fav_dish\":\"SPAM Bruschetta\"}");

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.body()).matches("\\{\"msg\":\"ok\",\"id\":\\d+}");
        path = "/patron/" + created.body().replaceAll("\\D", "");
    }

    @Test
    void theFirstReadOnTheOtherInstanceIsAHitWithTheNewValue() throws Exception {
        Http.send(
                "PUT", suite.url(8000) + path, "{\"name\":\"Carol\",\"fav_dish\":\"Robot Ramen\"}");
        for (var instance : new String[] {"patron-service ", "patron-service-2"}) {
            eventually(instance + " logs the event", PATIENCE, () -> hasHeardOfRamen(instance));
        }

        var answer = Http.get(suite.url(8001) + path);

        assertThat(answer.headers().firstValue("X-Cache")).hasValue("hit");
        assertThat(answer.body()).endsWith("\"name\":\"Carol\",\"fav_dish\":\"Robot Ramen\"}");
    }

    private boolean hasHeardOfRamen(String instance) throws IOException {
        return suite.log()
                .lines()
                .filter(line -> line.contains(instance))
                .anyMatch(line -> line.contains("Got DB event") && line.contains("Robot Ramen"));
    }

    @Test
    void aChangeMadeInSqlReachesBothCaches() throws Exception {
        var id = path.substring("/patron/".length());
        var url = "jdbc:postgresql://127.0.0.1:" + suite.port(55432) + "/automat";
        try (var connection = DriverManager.getConnection(url, "automat", "automat");
                var update =
                        connection.prepareStatement(
                                "UPDATE patron SET fav_dish = 'Bolts' WHERE id = ?")) {
            update.setLong(1, Long.parseLong(id));
            assertThat(update.executeUpdate()).isOne();
        }

        for (int port : new int[] {8000, 8001}) {
            eventually(
                    "a hit with the new value on " + port,
                    PATIENCE,
                    () -> {
                        var answer = Http.get(suite.url(port) + path);
                        return answer.body().contains("Bolts")
                                && answer.headers().firstValue("X-Cache").orElse("").equals("hit");
                    });
        }
    }

    @Test
    void whatIsGoneIsGoneOnBothInstances() throws Exception {
        var deleted = Http.send("DELETE", suite.url(8001) + path, null);

        assertThat(deleted.body()).isEqualTo("{\"msg\":\"ok\"}");
        for (int port : new int[] {8000, 8001}) {
            eventually(
                    "gone on " + port,
                    PATIENCE,
                    () -> Http.get(suite.url(port) + path).statusCode() == 404);
            assertThat(Http.get(suite.url(port) + path).body()).isEqualTo("null");
        }
    }
}
