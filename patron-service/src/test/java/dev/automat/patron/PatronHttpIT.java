package dev.automat.patron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.patron.PatronInstance.Reply;
import dev.automat.test.Eventually;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One patron at a time over HTTP: every byte of every body, every status. */
class PatronHttpIT {

    private static final String CAROL = "{\"name\":\"Carol\",\"fav_dish\":\"SPAM Bruschetta\"}";
    private static final long NOBODY = 9_000_000_000L;

    private final PatronInstance service = SharedInstances.first();

    @Test
    void createsReadsReplacesAndDeletes() {
        var created = service.post("/patron", CAROL);
        var id = JsonBodies.read(created.body()).path("id").longValue();
        var path = "/patron/" + id;

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo(path);
        assertThat(created.header("Content-Type")).isEqualTo("application/json");
        assertThat(created.body()).isEqualTo("{\"msg\":\"ok\",\"id\":" + id + "}");
        assertReply(
                service.get(path),
                200,
                "{\"id\":" + id + ",\"name\":\"Carol\",\"fav_dish\":\"SPAM Bruschetta\"}");

        var put = service.put(path, "{\"name\":\"Caról 🍽\",\"fav_dish\":\"\"}");
        assertReply(put, 200, "{\"msg\":\"ok\"}");
        assertReply(
                service.get(path),
                200,
                "{\"id\":" + id + ",\"name\":\"Caról 🍽\",\"fav_dish\":\"\"}");

        assertReply(service.delete(path), 200, "{\"msg\":\"ok\"}");
        assertReply(service.get(path), 404, "null");
    }

    @Test
    void whoIsNotThereIsNull() {
        assertReply(service.get("/patron/" + NOBODY), 404, "null");
        assertReply(service.put("/patron/" + NOBODY, CAROL), 404, "{\"msg\":\"bad\"}");
        assertReply(service.patch("/patron/" + NOBODY, "{}"), 404, "{\"msg\":\"bad\"}");
        assertReply(service.delete("/patron/" + NOBODY), 404, "{\"msg\":\"bad\"}");
        assertReply(service.delete("/patron/0", "If-Match", "\"x\""), 404, "{\"msg\":\"bad\"}");
        assertReply(service.get("/patron/-1"), 404, "null");
    }

    @Test
    void saysWhereAnAnswerCameFrom() {
        var path = "/patron/" + service.create("Carol", "Soup");

        var byPassed = service.get(path, "Cache-Control", "no-cache");
        Eventually.eventually(
                () -> assertThat(service.get(path).header("X-Cache")).isEqualTo("hit"));
        var cached = service.get(path);

        assertThat(byPassed.header("X-Cache")).isEqualTo("bypass");
        assertThat(cached.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(cached.header("Content-Type")).isEqualTo("application/json");
        assertThat(Integer.parseInt(cached.header("Age"))).isBetween(0, 120);
    }

    @Test
    void answersHeadAsGetWithoutABody() {
        var path = "/patron/" + service.create("Carol", "Soup");

        var head = service.send("HEAD", path, null);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("ETag")).isEqualTo(service.get(path).header("ETag"));
    }

    @Test
    void sendsNoBodyToWhoHasItAlready() {
        var path = "/patron/" + service.create("Carol", "Soup");
        var tag = service.get(path).header("ETag");

        var known = service.get(path, "If-None-Match", tag);
        var knownAmongOthers = service.get(path, "If-None-Match", "\"x\", W/" + tag);
        var other = service.get(path, "If-None-Match", "\"x\"");

        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        assertReply(known, 304, "");
        assertThat(known.header("ETag")).isEqualTo(tag);
        assertThat(known.header("X-Cache")).isNotEmpty();
        assertReply(knownAmongOthers, 304, "");
        assertThat(other.status()).isEqualTo(200);
    }

    @Test
    void writesOnlyWhatIsAsItsWriterBelieves() {
        var created = service.post("/patron", CAROL);
        var path = created.header("Location");
        var first = created.header("ETag");

        var mine =
                service.put(path, "{\"name\":\"Carol\",\"fav_dish\":\"Mine\"}", "If-Match", first);
        var yours =
                service.put(path, "{\"name\":\"Carol\",\"fav_dish\":\"Yours\"}", "If-Match", first);
        var weak = service.delete(path, "If-Match", "W/" + mine.header("ETag"));
        var patched =
                service.patch(
                        path, "{\"name\":\"Dave\"}", "If-Match", "\"x\", " + mine.header("ETag"));

        assertThat(service.get(path).body()).endsWith("\"name\":\"Dave\",\"fav_dish\":\"Mine\"}");
        assertReply(mine, 200, "{\"msg\":\"ok\"}");
        assertProblem(yours, 412, "precondition-failed");
        assertProblem(weak, 412, "precondition-failed");
        assertReply(patched, 200, "{\"msg\":\"ok\"}");
        assertReply(service.delete(path, "If-Match", "*"), 200, "{\"msg\":\"ok\"}");
    }

    @Test
    void theTagIsTheSameWhoeverComputesIt() {
        var texts = new String[] {"Carol", "Caról 🍽", "x", "1:", "Cafe\u0301"};
        for (var text : texts) {
            var created =
                    service.post(
                            "/patron", JsonBodies.write(Map.of("name", text, "fav_dish", text)));
            var path = created.header("Location");

            assertThat(service.get(path).header("ETag")).isEqualTo(created.header("ETag"));
            assertThat(service.delete(path, "If-Match", created.header("ETag")).status())
                    .as(text)
                    .isEqualTo(200);
        }
    }

    @Test
    void patchesByMerge() {
        var path = "/patron/" + service.create("Carol", "Soup");

        var patched =
                service.send(
                        "PATCH",
                        path,
                        "{\"fav_dish\":\"Ramen\"}",
                        "Content-Type",
                        "application/merge-patch+json");

        assertReply(patched, 200, "{\"msg\":\"ok\"}");
        assertThat(service.get(path).body()).endsWith("\"name\":\"Carol\",\"fav_dish\":\"Ramen\"}");
        assertProblem(service.patch(path, "{\"name\":null}"), 400, "invalid-request");
    }

    @Test
    void carriesRowsThatNoNotificationCould() {
        var other = SharedInstances.second();
        var large = "é".repeat(524_288);
        var path = "/patron/" + service.create("Carol", large);

        assertThat(JsonBodies.read(service.get(path).body()).path("fav_dish").stringValue())
                .isEqualTo(large);
        assertThat(other.get(path).body()).isEqualTo(service.get(path).body());

        var put =
                service.put(
                        path,
                        "{\"name\":\"Carol\",\"fav_dish\":\"" + "x".repeat(1_048_576) + "\"}");

        assertReply(put, 200, "{\"msg\":\"ok\"}");
        assertThat(service.get(path).body()).hasSizeGreaterThan(1_048_576).endsWith("xxx\"}");
        Eventually.eventually(() -> assertThat(other.get(path).body()).endsWith("xxx\"}"));
        assertReply(service.delete(path), 200, "{\"msg\":\"ok\"}");
    }

    @Test
    void showsWhatTheCacheDoes() {
        var cache = service.get("/cache");

        assertThat(cache.status()).isEqualTo(200);
        assertThat(cache.body()).startsWith("{\"state\":\"live\",\"size\":").contains("\"hits\":");
    }

    static void assertReply(Reply reply, int status, String body) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body()).isEqualTo(body);
    }

    static void assertProblem(Reply reply, int status, String type) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        var problem = JsonBodies.read(reply.body());
        assertThat(problem.path("type").asString()).isEqualTo("urn:problem-type:patron:" + type);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asString()).isNotEmpty();
        assertThat(problem.path("detail").asString()).isNotEmpty();
    }
}
