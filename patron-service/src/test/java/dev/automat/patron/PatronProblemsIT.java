package dev.automat.patron;

import static dev.automat.patron.PatronHttpIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.patron.PatronInstance.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to be refused: RFC 9457 with a type that clients can match on. */
class PatronProblemsIT {

    private final PatronInstance service = SharedInstances.first();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"name":"C","fav_dish":"S","age":7} | age      | is not a field of a patron
                    {"name":7,"fav_dish":"S"}           | name     | must be a string
                    {"name":"C"}                        | fav_dish | is required
                    {"name":"C","fav_dish":"a\\u0000"}  | fav_dish | must not contain the character U+0000
                    []                                  | body     | must be a JSON object
                    null                                | body     | must be a JSON object
                    {"name":"C",                        | body     | is not valid JSON at line 1, column 13
                    {"name":"C","fav_dish":"S"} x       | body     | is not valid JSON at line 1, column 29
                    nonsense                            | body     | is not valid JSON at line 1, column 1
                    """)
    void namesTheFieldThatIsWrong(String body, String field, String message) {
        assertFault(service.post("/patron", body), field, message);
    }

    @Test
    void refusesNoBodyAtAll() {
        assertFault(
                service.send("POST", "/patron", null, "Content-Type", "application/json"),
                "body",
                "must be a JSON object");
    }

    @Test
    void refusesATextThatIsTooLong() {
        var body = "{\"name\":\"C\",\"fav_dish\":\"" + "x".repeat(1_048_577) + "\"}";

        assertFault(
                service.post("/patron", body),
                "fav_dish",
                "must have at most 1048576 bytes in UTF-8, has 1048577");
    }

    @Test
    void refusesABodyThatIsTooBig() {
        var body = "{\"name\":\"C\",\"fav_dish\":\"" + "x".repeat(9_000_000) + "\"}";

        assertProblem(service.post("/patron", body), 413, "content-too-large");
    }

    @ParameterizedTest
    @CsvSource({"x", "1.5", "99999999999999999999", "1%20OR%201=1"})
    void refusesAnIdThatIsNoNumber(String id) {
        assertFault(service.get("/patron/" + id), "id", "must be a whole number");
        assertFault(service.delete("/patron/" + id), "id", "must be a whole number");
    }

    @Test
    void refusesWhatHttpItselfRefuses() {
        var asText = service.send("POST", "/patron", "x", "Content-Type", "text/plain");
        var asXml = service.get("/patron/1", "Accept", "application/xml");
        var trace = service.send("PUT", "/patron", "{}", "Content-Type", "application/json");

        assertProblem(asText, 415, "unsupported-media-type");
        assertThat(asText.header("Accept")).contains("application/json");
        assertProblem(asXml, 406, "not-acceptable");
        assertProblem(trace, 405, "method-not-allowed");
        assertThat(trace.header("Allow")).contains("POST").contains("GET");
        assertProblem(service.get("/nowhere"), 404, "not-found");
    }

    private static void assertFault(Reply reply, String field, String message) {
        assertProblem(reply, 400, "invalid-request");
        var errors = JsonBodies.read(reply.body()).path("errors");
        assertThat(errors).hasSize(1);
        assertThat(errors.path(0).path("field").asString()).isEqualTo(field);
        assertThat(errors.path(0).path("message").asString()).isEqualTo(message);
    }
}
