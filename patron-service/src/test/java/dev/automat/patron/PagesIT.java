package dev.automat.patron;

import static dev.automat.patron.PatronHttpIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.patron.PatronInstance.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Lists: order, filters, and links that lead through all of it. */
class PagesIT {

    private static final Pattern NEXT = Pattern.compile("<(\\?[^>]*)>; rel=\"next\"");

    private final PatronInstance service = SharedInstances.first();

    @Test
    void followsLinksThroughEveryPageInTheOrderOfIds() {
        var ids = create("by-id", "a", "b", "c", "d", "e");

        assertThat(walk("?limit=2&name=by-id")).extracting(PagesIT::id).isEqualTo(ids);
        assertThat(walk("?limit=2&name=by-id&sort=-id"))
                .extracting(PagesIT::id)
                .isEqualTo(ids.reversed());
    }

    @Test
    void whoTakesAnythingGetsAPage() {
        var page = service.get("/patron?limit=1", "Accept", "*/*");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("application/json");
        assertThat(page.body()).startsWith("[");
    }

    @Test
    void ordersByTextAndByIdAmongEquals() {
        var ids = create("by-dish", "b", "a", "c", "a", "a");

        assertThat(walk("?limit=2&name=by-dish&sort=fav_dish"))
                .extracting(PagesIT::id)
                .containsExactly(ids.get(1), ids.get(3), ids.get(4), ids.get(0), ids.get(2));
        assertThat(walk("?limit=1&name=by-dish&sort=-fav_dish"))
                .extracting(PagesIT::id)
                .containsExactly(ids.get(2), ids.get(0), ids.get(4), ids.get(3), ids.get(1));
    }

    @Test
    void linksCarryTextsOfAnyKind() {
        var name = "50% & Söhne?_\\\"🍽\"";
        var ids = create(name, "x".repeat(300), "é".repeat(5_000));

        var found = walk("?limit=1&sort=fav_dish&name=" + encode(name));

        assertThat(found).extracting(PagesIT::id).isEqualTo(ids);
    }

    @Test
    void findsPartsOfTextsAsTheyAreWritten() {
        create("parts", "50% Gruel", "500 Gruel", "a_b", "aXb", "back\\slash");

        assertThat(dishes("?name=parts&q=50%25")).containsExactly("50% Gruel");
        assertThat(dishes("?name=parts&q=A_B")).containsExactly("a_b");
        assertThat(dishes("?name=parts&q=gruel")).containsExactly("50% Gruel", "500 Gruel");
        assertThat(dishes("?name=parts&q=" + encode("k\\s"))).containsExactly("back\\slash");
        assertThat(dishes("?name=parts&fav_dish=a_b")).containsExactly("a_b");
        assertThat(dishes("?name=parts&q=" + encode("'; DROP TABLE patron; --"))).isEmpty();
    }

    @Test
    void aPageOfLargeRowsEndsEarly() {
        var large = "x".repeat(1_000_000);
        create("large", large, large, large, large, large, large, large);

        var page = service.get("/patron?name=large&limit=500");
        var rows = JsonBodies.read(page.body());

        assertThat(rows.size()).isBetween(4, 6);
        assertThat(walk("?name=large&limit=500")).hasSize(7);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=501, limit",
        "limit=x, limit",
        "sort=secret, sort",
        "sort=id;DROP, sort",
        "after=x, after",
        "after=7&sort=name, after",
        "after=____&sort=name, after",
        "name=a%00b, name",
        "q=%00, q"
    })
    void namesTheParameterThatIsWrong(String query, String field) {
        var reply = service.get("/patron?" + query);

        assertProblem(reply, 400, "invalid-request");
        assertThat(JsonBodies.read(reply.body()).path("errors").path(0).path("field").asString())
                .isEqualTo(field);
    }

    private List<Long> create(String name, String... dishes) {
        var ids = new ArrayList<Long>();
        for (var dish : dishes) {
            ids.add(service.create(name, dish));
        }
        return ids;
    }

    private List<String> dishes(String query) {
        return walk(query).stream().map(row -> row.path("fav_dish").asString()).toList();
    }

    private List<JsonNode> walk(String query) {
        var rows = new ArrayList<JsonNode>();
        var next = query;
        while (next != null) {
            var page = service.get("/patron" + next);
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            JsonBodies.read(page.body()).forEach(rows::add);
            next = next(page);
        }
        return rows;
    }

    private static @Nullable String next(Reply page) {
        var link = NEXT.matcher(page.header("Link"));
        return link.matches() ? link.group(1) : null;
    }

    private static long id(JsonNode row) {
        return row.path("id").longValue();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
