package dev.automat.patron;

import static dev.automat.patron.PatronHttpIT.assertProblem;
import static dev.automat.patron.PatronHttpIT.assertReply;
import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.patron.PatronInstance.Reply;
import org.junit.jupiter.api.Test;

/** The database goes away and comes back. */
class DatabaseAwayIT {

    private static final String CAROL = "{\"name\":\"Carol\",\"fav_dish\":\"Soup\"}";

    @Test
    void everyCallSaysSoAndRecoversByItself() throws Exception {
        var database = PatronDatabase.create();
        try (var link = DatabaseLink.to(database.location());
                var service = PatronInstance.start(database.behind(link.port())).awaitLive()) {
            var path = "/patron/" + service.create("Carol", "Soup");

            link.cut();

            eventually(() -> assertUnavailable(service.get(path)));
            assertUnavailable(service.get(path, "Cache-Control", "no-cache"));
            assertUnavailable(service.post("/patron", CAROL));
            assertUnavailable(service.put(path, CAROL));
            assertUnavailable(service.put(path, CAROL, "If-Match", "\"x\""));
            assertUnavailable(service.patch(path, "{}"));
            assertUnavailable(service.delete(path));
            assertUnavailable(service.get("/patron"));
            assertThat(service.get("/cache").body()).startsWith("{\"state\":\"detached\"");
            assertThat(service.get("/actuator/health/liveness").status()).isEqualTo(200);
            assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(503);

            link.restore();

            eventually(() -> assertThat(service.get(path).status()).isEqualTo(200));
            service.awaitLive();
            assertReply(service.put(path, CAROL), 200, "{\"msg\":\"ok\"}");
        }
    }

    private static void assertUnavailable(Reply reply) {
        assertProblem(reply, 503, "unavailable");
        assertThat(reply.header("Retry-After")).isEqualTo("2");
    }
}
