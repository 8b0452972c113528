package dev.automat.patron;

import static dev.automat.patron.PatronHttpIT.assertProblem;
import static dev.automat.patron.PatronHttpIT.assertReply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.patron.PatronInstance.Reply;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A POST that is sent again because nobody knows whether it came through. */
class IdempotencyIT {

    private static final String KEY = "Idempotency-Key";

    private final PatronInstance a = SharedInstances.first();
    private final PatronInstance b = SharedInstances.second();

    @Test
    void createsOnceWhicheverInstanceIsAsked() {
        var body = body("once");

        var first = a.post("/patron", body, KEY, "k-once");
        var second = b.post("/patron", body, KEY, "k-once");

        assertThat(first.status()).isEqualTo(201);
        assertReply(second, 201, first.body());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        assertRows("once", 1);
    }

    @Test
    void createsOnceForManyAtOnce() throws Exception {
        var calls = new ArrayList<Callable<Reply>>();
        for (var i = 0; i < 20; i++) {
            var instance = i % 2 == 0 ? a : b;
            calls.add(() -> instance.post("/patron", body("race"), KEY, "k-race"));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies = threads.invokeAll(calls);
            var first = replies.getFirst().get();
            for (var reply : replies) {
                assertReply(reply.get(), 201, first.body());
            }
        }
        assertRows("race", 1);
    }

    @Test
    void refusesAKeyThatNamesAnotherRequest() {
        a.post("/patron", body("mine"), KEY, "k-other");

        assertProblem(
                a.post("/patron", body("yours"), KEY, "k-other"), 422, "idempotency-key-reused");
        assertRows("yours", 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void refusesAKeyThatIsNone(String key) {
        assertProblem(a.post("/patron", body("none"), KEY, key), 400, "invalid-request");
        assertProblem(
                a.post("/patron", body("none"), KEY, "k".repeat(256)), 400, "invalid-request");
    }

    @Test
    void forgetsKeysThatAreADayOld() {
        a.post("/patron", body("old"), KEY, "k-old");
        SharedInstances.database()
                .execute(
                        "UPDATE patron_idempotency SET created_at = now() - interval '25 hours'"
                                + " WHERE key = 'k-old'");

        a.post("/patron", body("new"), KEY, "k-new");
        var again = a.post("/patron", body("old"), KEY, "k-old");

        assertThat(again.header("Idempotent-Replayed")).isEmpty();
        assertRows("old", 2);
    }

    private void assertRows(String name, int rows) {
        assertThat(JsonBodies.read(a.get("/patron?name=idem-" + name).body())).hasSize(rows);
    }

    private static String body(String name) {
        return "{\"name\":\"idem-%s\",\"fav_dish\":\"Soup\"}".formatted(name);
    }
}
