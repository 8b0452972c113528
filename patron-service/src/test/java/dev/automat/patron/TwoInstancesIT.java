package dev.automat.patron;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What one instance writes the other serves from its cache, without having read it. */
@ExtendWith(OutputCaptureExtension.class)
class TwoInstancesIT {

    private final PatronInstance a = SharedInstances.first();
    private final PatronInstance b = SharedInstances.second();

    @Test
    void theFirstGetOnTheOtherInstanceIsAHitWithTheNewValue(CapturedOutput output) {
        var id = a.create("Carol", "SPAM Bruschetta");
        awaitEvents(output, id, "INSERT", 2);

        var put = a.put("/patron/" + id, "{\"name\":\"Carol\",\"fav_dish\":\"Robot Ramen\"}");
        awaitEvents(output, id, "UPDATE", 2);
        var firstGet = b.get("/patron/" + id);

        assertThat(put.body()).isEqualTo("{\"msg\":\"ok\"}");
        assertThat(firstGet.header("X-Cache")).isEqualTo("hit");
        assertThat(firstGet.body())
                .isEqualTo("{\"id\":%d,\"name\":\"Carol\",\"fav_dish\":\"Robot Ramen\"}", id);
    }

    @Test
    void plainSqlReachesBothInstances(CapturedOutput output) {
        var id = a.create("Alice", "Gruel");
        awaitEvents(output, id, "INSERT", 2);

        SharedInstances.database()
                .execute("UPDATE patron SET fav_dish = 'Noodles' WHERE id = " + id);
        awaitEvents(output, id, "UPDATE", 2);

        assertServesFromCache(a, id, "Noodles");
        assertServesFromCache(b, id, "Noodles");
    }

    @Test
    void aDeletionReachesTheOtherInstance(CapturedOutput output) {
        var id = a.create("Bob", "Soup");

        var deleted = a.delete("/patron/" + id);
        awaitEvents(output, id, "DELETE", 2);
        var gone = b.get("/patron/" + id);

        assertThat(deleted.body()).isEqualTo("{\"msg\":\"ok\"}");
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.body()).isEqualTo("null");
        assertThat(gone.header("X-Cache")).isEqualTo("hit");
    }

    private static void assertServesFromCache(PatronInstance instance, long id, String dish) {
        var reply = instance.get("/patron/" + id);
        assertThat(reply.header("X-Cache")).isEqualTo("hit");
        assertThat(reply.body()).endsWith("\"fav_dish\":\"" + dish + "\"}");
    }

    /** Each instance logs each event once its cache has it. */
    private static void awaitEvents(CapturedOutput output, long id, String type, int instances) {
        var line =
                "Got DB event: {\"table\":\"patron\",\"id\":%d,\"type\":\"%s\"".formatted(id, type);
        eventually(() ->
                assertThat(output.getOut().lines().filter(it -> it.contains(line)))
                        .hasSize(instances));
    }
}
