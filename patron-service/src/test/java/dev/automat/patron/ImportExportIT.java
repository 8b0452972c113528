package dev.automat.patron;

import static dev.automat.patron.PatronHttpIT.assertProblem;
import static dev.automat.patron.PatronHttpIT.assertReply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.patron.PatronInstance.Reply;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many patrons at once, a line each. */
class ImportExportIT {

    private static final String NDJSON = "application/x-ndjson";

    private final PatronInstance service = SharedInstances.first();

    @Test
    void whatWasImportedIsExportedInTheSameOrder() {
        var lines =
                IntStream.range(0, 5_000)
                        .mapToObj("{\"name\":\"round trip\",\"fav_dish\":\"dish %d\"}"::formatted)
                        .collect(Collectors.joining("\r\n"));

        var imported = importLines(lines);
        var exported = export("name=round%20trip");

        assertReply(imported, 200, "{\"msg\":\"ok\",\"imported\":5000,\"failed\":0,\"errors\":[]}");
        assertThat(exported.header("Content-Type")).isEqualTo(NDJSON);
        assertThat(exported.body()).endsWith("\"fav_dish\":\"dish 4999\"}\n");
        assertThat(exported.body().lines().map(ImportExportIT::dish))
                .isEqualTo(IntStream.range(0, 5_000).mapToObj("dish %d"::formatted).toList());
    }

    @Test
    void anExportCanBeImported() {
        var id = service.create("twice", "Caf\u00e9 \ud83c\udf7d \"quoted\"\n");

        var imported = importLines(export("name=twice").body());
        var rows = export("name=twice").body().lines().toList();

        assertThat(imported.body()).startsWith("{\"msg\":\"ok\",\"imported\":1,");
        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst()).startsWith("{\"id\":" + id + ",\"name\":\"twice\"");
        assertThat(dish(rows.get(1))).isEqualTo(dish(rows.getFirst()));
    }

    @Test
    void aBadLineIsNamedAndTheOthersAreImported() {
        var reply =
                importLines(
                        """
                        {"name":"lines","fav_dish":"first"}
                        {"name":"lines"}

                        nonsense
                        {"name":7,"fav_dish":"S","age":7}
                        {"name":"lines","fav_dish":"last"}\
                        """);

        assertReply(
                reply,
                200,
                "{\"msg\":\"bad\",\"imported\":2,\"failed\":3,\"errors\":["
                        + "{\"line\":2,\"errors\":[{\"field\":\"fav_dish\",\"message\":\"is required\"}]},"
                        + "{\"line\":4,\"errors\":[{\"field\":\"body\","
                        + "\"message\":\"is not valid JSON at column 1\"}]},"
                        + "{\"line\":5,\"errors\":[{\"field\":\"name\",\"message\":\"must be a string\"},"
                        + "{\"field\":\"age\",\"message\":\"is not a field of a patron\"}]}]}");
        assertThat(export("name=lines").body().lines().map(ImportExportIT::dish))
                .containsExactly("first", "last");
    }

    @Test
    void aLineThatIsTooLongIsNotKept() {
        var reply =
                importLines(
                        "{\"name\":\"long\",\"fav_dish\":\""
                                + "x".repeat(9_000_000)
                                + "\"}\n{\"name\":\"long\",\"fav_dish\":\"short\"}\n");

        assertThat(reply.body())
                .startsWith("{\"msg\":\"bad\",\"imported\":1,\"failed\":1,")
                .contains("must have at most 8388608 bytes");
    }

    @Test
    void onlyTheFirstThousandErrorsAreTold() {
        var reply = importLines("{}\n".repeat(1_500));
        var body = JsonBodies.read(reply.body());

        assertThat(body.path("failed").asInt()).isEqualTo(1_500);
        assertThat(body.path("errors")).hasSize(1_000);
    }

    @Test
    void nothingIsImportedFromNothing() {
        assertReply(
                importLines("\n"),
                200,
                "{\"msg\":\"ok\",\"imported\":0,\"failed\":0,\"errors\":[]}");
        assertReply(export("name=nobody%20at%20all"), 200, "");
    }

    @Test
    void anExportHasNoLimit() {
        assertProblem(export("limit=3"), 400, "invalid-request");
    }

    @Test
    void exportsLargeRowsToo() {
        var large = "y".repeat(1_000_000);
        for (var i = 0; i < 10; i++) {
            service.create("large export", large);
        }

        var exported = export("name=large%20export");

        assertThat(exported.body().lines()).hasSize(10);
    }

    private Reply importLines(String lines) {
        return service.send("POST", "/patron", lines, "Content-Type", NDJSON);
    }

    private Reply export(String query) {
        return service.get("/patron?" + query, "Accept", NDJSON);
    }

    private static String dish(String line) {
        return JsonBodies.read(line).path("fav_dish").asString();
    }
}
