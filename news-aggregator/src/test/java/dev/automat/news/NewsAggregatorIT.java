package dev.automat.news;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.automat.news.render.LoopbackSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** The whole service, reading sites on the loopback. */
class NewsAggregatorIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final LoopbackSite SITE =
            new LoopbackSite()
                    .page(
                            "/gazette",
                            """
                            <h1><a href="/story/1">Soup &amp; &lt;script&gt;spam&lt;/script&gt;</a></h1>
                            <h1><a href="/story/2">שלום</a></h1>
                            <h1><a href="javascript:alert(1)">Never</a></h1>
                            """)
                    .on("/broken", LoopbackSite.answer(500, "text/html", "<h1>Sorry</h1>"));

    @TempDir private static Path directory;
    private static ConfigurableApplicationContext application;
    private static WebTestClient client;

    @BeforeAll
    static void start() throws IOException {
        var sources = directory.resolve("sources.yml");
        Files.writeString(
                sources,
                source("gazette", SITE.url("/gazette").toString())
                        + source("broken", SITE.url("/broken").toString()).replace("sources:\n", "")
                        + source("secret", "http://localhost:1/").replace("sources:\n", ""));
        application = run(sources);
        var port = application.getEnvironment().getProperty("local.server.port");
        client =
                WebTestClient.bindToServer()
                        .baseUrl("http://127.0.0.1:" + port)
                        .responseTimeout(PATIENCE)
                        .build();
        eventually(NewsAggregatorIT::assertThatNoSourceIsLoading);
    }

    private static void assertThatNoSourceIsLoading() {
        client.get()
                .uri("/api/news")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.sources[?(@.state=='loading')]")
                .isEmpty();
    }

    @AfterAll
    static void stop() {
        application.close();
        SITE.close();
    }

    private static ConfigurableApplicationContext run(Path sources) {
        return SpringApplication.run(
                NewsAggregator.class,
                "--server.port=0",
                "--automat.reporter.enabled=false",
                "--automat.news.chromium.executable=",
                "--automat.news.allow-hosts=" + SITE.hostPort(),
                "--automat.news.sources-file=" + sources);
    }

    private static String source(String id, String url) {
        return """
        sources:
          - id: %s
            name: The %s
            url: %s
            color: "#2563eb"
            minimum: 2
            rules:
              - css:
                  item: h1 > a
        """
                .formatted(id, id, url);
    }

    @Test
    void showsHeadlinesAndWhatFailed() {
        var page =
                client.get()
                        .uri("/news")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectHeader()
                        .contentType("text/html;charset=UTF-8")
                        .expectHeader()
                        .valueMatches("Content-Security-Policy", "default-src 'none'; style-src.*")
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody();

        assertThat(page)
                .contains("Soup &amp; &lt;script&gt;spam&lt;/script&gt;</a>")
                .contains(SITE.url("/story/2").toString())
                .contains("The site answered HTTP 500")
                .contains("not public")
                .doesNotContain("Never")
                .doesNotContain("<script");
    }

    @Test
    void offersTheSameAsJson() {
        client.get()
                .uri("/api/news")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.sources[0].id")
                .isEqualTo("gazette")
                .jsonPath("$.sources[0].color")
                .isEqualTo("#2563eb")
                .jsonPath("$.sources[0].state")
                .isEqualTo("fresh")
                .jsonPath("$.sources[0].reason")
                .isEmpty()
                .jsonPath("$.sources[0].renderer")
                .isEqualTo("http")
                .jsonPath("$.sources[0].count")
                .isEqualTo(2)
                .jsonPath("$.sources[1].state")
                .isEqualTo("failed")
                .jsonPath("$.sources[1].reason.code")
                .isEqualTo("status")
                .jsonPath("$.sources[2].reason.code")
                .isEqualTo("address-blocked")
                .jsonPath("$.articles.length()")
                .isEqualTo(2)
                .jsonPath("$.articles[1].source")
                .isEqualTo("gazette")
                .jsonPath("$.articles[1].title")
                .isEqualTo("שלום")
                .jsonPath("$.articles[1].url")
                .isEqualTo(SITE.url("/story/2").toString())
                .jsonPath("$.articles[1].seenAt")
                .isNotEmpty();
    }

    @Test
    void streamsEachSourcesState() {
        var event =
                client.get()
                        .uri("/api/news/events")
                        .accept(MediaType.TEXT_EVENT_STREAM)
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .returnResult(
                                new ParameterizedTypeReference<ServerSentEvent<JsonNode>>() {})
                        .getResponseBody()
                        .filter(one -> "source".equals(one.event()))
                        .blockFirst(PATIENCE);

        assertThat(event).isNotNull();
        assertThat(event.data()).isNotNull();
        assertThat(event.data().path("id").asString()).isEqualTo("gazette");
    }

    @Test
    void saysHello() {
        client.get()
                .uri("/hello")
                .exchange()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.TEXT_PLAIN)
                .expectBody(String.class)
                .isEqualTo("Hello, world");
    }

    @Test
    void takesAWishForFreshNews() {
        client.post().uri("/api/news/refresh").exchange().expectStatus().isAccepted();
    }

    @Test
    void doesNotStartWithAWrongFile() throws IOException {
        var wrong = directory.resolve("wrong.yml");
        Files.writeString(wrong, source("gazette", "ftp://gazette.example/"));

        assertThatThrownBy(() -> run(wrong))
                .rootCause()
                .hasMessageContaining("wrong.yml")
                .hasMessageContaining("source \"gazette\"")
                .hasMessageContaining("field \"url\"");
    }
}
