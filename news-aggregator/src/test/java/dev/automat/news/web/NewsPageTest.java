package dev.automat.news.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.news.article.Article;
import dev.automat.news.article.Articles;
import dev.automat.news.refresh.Reason;
import dev.automat.news.refresh.SourceSnapshot;
import dev.automat.news.refresh.SourceState;
import dev.automat.news.source.Color;
import dev.automat.news.source.RenderMode;
import dev.automat.news.source.Source;
import dev.automat.news.source.Sources;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NewsPageTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Source SOURCE =
            new Source(
                    "gazette",
                    "Gazette <script>alert('name')</script>",
                    URI.create("https://gazette.example/?a=1&b=%22"),
                    Color.of("#ffee00"),
                    RenderMode.AUTO,
                    5,
                    List.of());

    private final PageStyle style = new PageStyle(new Sources(List.of(SOURCE)));

    @Test
    void escapesWhatComesFromOutside() {
        var hostile = "<img src=x onerror=alert(1)> & \"'><script>alert(2)</script>";

        var page =
                page(
                        snapshot(
                                SourceState.STALE,
                                new Reason("status", hostile),
                                article(hostile, "https://a.example/?x=1&y=2")));

        assertThat(page.select("script, img")).isEmpty();
        assertThat(page.select("li a").text()).isEqualTo(hostile);
        assertThat(page.select("li a").attr("href")).isEqualTo("https://a.example/?x=1&y=2");
        assertThat(page.select("h2").text()).isEqualTo(SOURCE.name());
        assertThat(page.select(".note").text()).startsWith(hostile);
        assertThat(page.getAllElements())
                .allSatisfy(element ->
                        assertThat(element.attributes())
                                .noneMatch(one -> one.getKey().startsWith("on")));
    }

    @Test
    void letsEachTitleHaveItsOwnDirection() {
        var page = page(snapshot(SourceState.FRESH, null, article("عنوان", "https://a.example/")));

        assertThat(page.select("li a").eachAttr("dir")).containsExactly("auto");
    }

    @Test
    void saysWhyASourceFailed() {
        var page =
                page(
                        snapshot(
                                SourceState.FAILED,
                                new Reason("dns", "The name a.example does not resolve")));

        assertThat(page.select(".status").text()).contains("Failed");
        assertThat(page.select(".note").text())
                .contains("The name a.example does not resolve", "dns", "tried 3 min ago");
    }

    @Test
    void asksAgainOnlyWhileSourcesLoad() {
        var reload = "meta[http-equiv=refresh]";

        assertThat(page(snapshot(SourceState.LOADING, null)).select(reload)).hasSize(1);
        assertThat(page(snapshot(SourceState.FRESH, null)).select(reload)).isEmpty();
    }

    @Test
    void foldsALongList() {
        var articles =
                IntStream.range(0, 100)
                        .mapToObj(i -> article("Title " + i, "https://a.example/" + i))
                        .toArray(Article[]::new);

        var page = page(snapshot(SourceState.FRESH, null, articles));

        assertThat(page.select("li")).hasSize(100);
        assertThat(page.select("details li")).hasSize(75);
        assertThat(page.select("summary").text()).isEqualTo("75 more");
    }

    @Test
    void allowsItsOwnStyleAndNothingElse() throws Exception {
        var page = page(snapshot(SourceState.FRESH, null));
        var css = page.select("style").stream().map(Element::data).findFirst().orElseThrow();
        var digest =
                MessageDigest.getInstance("SHA-256").digest(css.getBytes(StandardCharsets.UTF_8));

        assertThat(style.policy())
                .contains("default-src 'none'")
                .contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
        assertThat(page.select("[style]")).isEmpty();
    }

    @Test
    void givesEachSourceAColourThatShowsOnLightAndDark() {
        var colors =
                style.css().lines().filter(line -> line.startsWith(".source-gazette")).toList();

        assertThat(colors).hasSize(1);
        assertThat(colors.getFirst())
                .contains("@media(prefers-color-scheme:dark){.source-gazette{--source:#ffee00}}")
                .doesNotStartWith(".source-gazette{--source:#ffee00}");
    }

    private Document page(SourceSnapshot... snapshots) {
        return Jsoup.parse(new NewsPage(style).html(List.of(snapshots), NOW));
    }

    private static Article article(String title, String url) {
        return new Article("gazette", title, URI.create(url), NOW);
    }

    private static SourceSnapshot snapshot(
            SourceState state, @Nullable Reason reason, Article... articles) {
        var then = NOW.minusSeconds(200);
        return new SourceSnapshot(
                SOURCE,
                state,
                reason,
                then,
                then,
                RenderMode.HTTP,
                new Articles(List.of(articles)));
    }
}
