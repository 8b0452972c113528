package dev.automat.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NewsSiteIT {

    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-01-01T14:05:30Z"), ZoneOffset.UTC);

    private final Headlines headlines = new Headlines(1, CLOCK, ZoneOffset.UTC);
    private final HttpClient reader = HttpClient.newHttpClient();
    private NewsSite site;

    @BeforeEach
    void open() throws IOException {
        site = new NewsSite("The Copper Kettle Courier", "courier.html", 0, headlines);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void servesNoHeadlineToAReaderWithoutScript() throws Exception {
        var page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("headlines.json").doesNotContain("14:05");
    }

    @Test
    void servesTheHeadlinesToItsScript() throws Exception {
        var json = get("/headlines.json");

        assertThat(json.body()).contains("\"title\":\"14:05: ").contains("\"path\":\"/story/");
    }

    @Test
    void everyHeadlineHasAnArticle() throws Exception {
        for (var headline : headlines.latest()) {
            var article = get(headline.path());

            assertThat(article.statusCode()).isEqualTo(200);
            assertThat(article.body()).contains("<h1>" + headline.title() + "</h1>");
        }
    }

    @Test
    void hasNothingElse() throws Exception {
        assertThat(get("/admin").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + site.port() + path);
        return reader.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
