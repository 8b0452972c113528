package dev.automat.news.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.news.render.Page;
import dev.automat.news.source.Color;
import dev.automat.news.source.CssSelector;
import dev.automat.news.source.RenderMode;
import dev.automat.news.source.Rule;
import dev.automat.news.source.Source;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class HeadlineExtractorTest {

    private static final int LIMIT = 200;

    private final HeadlineExtractor extractor = new HeadlineExtractor(new JsonMapper());

    @Test
    void takesTheTitleWithoutItsLabel() {
        var html =
                """
                <a class="container__link" data-link-type="article" href="/2026/01/02/world/soup">
                  <span class="container__headline-text" data-editable="headline">Soup &amp;
                    spam</span>
                  <span class="label">Video</span>
                </a>
                """;

        var found =
                find(
                        html,
                        css(
                                "a.container__link[data-link-type=article]",
                                ".container__headline-text[data-editable=headline]"));

        assertThat(found)
                .containsExactly(
                        headline("Soup & spam", "https://site.example/2026/01/02/world/soup"));
    }

    @Test
    void dropsWhatTheRuleRemoves() {
        var html =
                """
                <article class="gc"><h3 class="gc__title"><a class="u-clickable-card__link"
                  href="/news/1"><span>Tide turns<em class="gc__sponsor">Acme</em></span></a></h3>
                </article>
                """;
        var rule =
                new Rule.Css(
                        new CssSelector("article.gc"),
                        new CssSelector("h3.gc__title a.u-clickable-card__link > span"),
                        null,
                        new CssSelector("[class*=sponsor]"));

        assertThat(find(html, rule))
                .containsExactly(headline("Tide turns", "https://site.example/news/1"));
    }

    @Test
    void findsTheAnchorAroundATitleBeforeAnyOther() {
        var html =
                """
                <article><a href="/picture"><img alt=""></a>
                  <a href="/story"><h2><span>Story</span></h2></a></article>
                """;

        assertThat(find(html, css("article", "h2 > span")))
                .containsExactly(headline("Story", "https://site.example/story"));
    }

    @Test
    void readsHeadlinesWithEscapedMarkupFromAScript() {
        var html =
                """
                <script>var x = 1; CNN.contentModel = {"layout": {siblings: {articleList: [
                  {"uri": "/a/index.html", "headline": "\\u003cstrong>Breaking:\\u003c/strong> rain"},
                  {"uri": "/b/index.html", "headline": "Caf&eacute; &lt;b&gt;reopens&lt;/b&gt;"},
                  {"uri": "/c/index.html", "headline": 7},
                ]}}}; CNN.other = function () { return "}"; };</script>
                """;
        var rule = new Rule.ScriptJson("CNN.contentModel =", "articleList", "headline", "uri");

        assertThat(find(html, rule))
                .containsExactly(
                        headline("Breaking: rain", "https://site.example/a/index.html"),
                        headline("Café reopens", "https://site.example/b/index.html"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CNN.contentModel = load();",
                "CNN.contentModel = {\"articleList\": [",
                "CNN.contentModel =",
                "nothing here"
            })
    void findsNothingInABrokenScript(String code) {
        var rule = new Rule.ScriptJson("CNN.contentModel =", "articleList", "headline", "uri");

        assertThat(find("<script>" + code + "</script>", rule)).isEmpty();
    }

    @Test
    void readsLinkedData() {
        var html =
                """
                <script type="application/ld+json">{"@graph": [
                  {"@type": "NewsArticle", "headline": "One", "url": "/1"},
                  {"@type": "NewsArticle", "headline": "Two", "mainEntityOfPage": {"@id": "/2"}},
                  {"@type": "ItemList", "itemListElement": [
                    {"@type": "ListItem", "name": "Three", "url": "https://other.example/3"}]},
                  {"@type": "Organization", "name": "Site", "url": "/"}]}</script>
                <script type="application/ld+json">{ broken</script>
                """;

        assertThat(find(html, Rule.JsonLd.INSTANCE))
                .containsExactly(
                        headline("One", "https://site.example/1"),
                        headline("Two", "https://site.example/2"),
                        headline("Three", "https://other.example/3"));
    }

    @Test
    void believesTheFirstRuleThatFindsEnough() {
        var html = "<h1><a href='/1'>One</a></h1>" + "<h2><a href='/x'>X</a></h2>".repeat(2);

        var found =
                extractor.extract(
                        source(1, css("h9 a", null), css("h1 a", null), css("h2 a", null)),
                        page(html),
                        LIMIT);

        assertThat(found).containsExactly(headline("One", "https://site.example/1"));
    }

    @Test
    void returnsTheMostWhenNoRuleFindsEnough() {
        var html =
                """
                <h1><a href="/1">One</a></h1><h2><a href="/2">Two</a></h2><h2><a href="/3">Three</a></h2>
                """;

        var found =
                extractor.extract(
                        source(5, css("h1 a", null), css("h2 a", null)), page(html), LIMIT);

        assertThat(found).extracting(Headline::title).containsExactly("Two", "Three");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                " JaVaScRiPt:alert(1)",
                "java\nscript:alert(1)",
                "data:text/html,<script>alert(1)</script>",
                "vbscript:x",
                "file:///etc/passwd",
                "mailto:a@b.example",
                "http://",
                "https:///nohost"
            })
    void leavesOutLinksReadersMustNotFollow(String href) {
        var html = "<h1><a href=\"" + href + "\">Tempting</a></h1>";

        assertThat(find(html, css("h1 a", null)))
                .allSatisfy(headline ->
                        assertThat(headline.url().toString()).startsWith("https://site.example/"));
    }

    @Test
    void resolvesAgainstThePagesBase() {
        var html =
                """
                <base href="/en/"><h1><a href="story one?a=b|c">One</a></h1>
                """;

        assertThat(find(html, css("h1 a", null)))
                .containsExactly(headline("One", "https://site.example/en/story%20one?a=b%7Cc"));
    }

    @Test
    void cannotBeLedAstrayByAHostileBase() {
        var html = "<base href=\"javascript:alert(1)//\"><h1><a href=\"x\">One</a></h1>";

        assertThat(find(html, css("h1 a", null)))
                .allSatisfy(headline -> assertThat(headline.url().getScheme()).startsWith("http"));
    }

    @Test
    void keepsMarkupInATitleAsText() {
        var html = "<h1><a href='/1'>&lt;img src=x onerror=alert(1)&gt; \"quoted\"</a></h1>";

        assertThat(find(html, css("h1 a", null)).getFirst().title())
                .isEqualTo("<img src=x onerror=alert(1)> \"quoted\"");
    }

    @Test
    void takesOutWhatReordersOrBreaksText() {
        var html = "<h1><a href='/1'>safe\u202Egnp.exe\u2066 \u0007\u00a0 line\nbreak</a></h1>";

        assertThat(find(html, css("h1 a", null)).getFirst().title())
                .isEqualTo("safegnp.exe line break");
    }

    @Test
    void boundsATitle() {
        var html = "<h1><a href='/1'>" + "😀".repeat(1000) + "</a></h1>";

        var title = find(html, css("h1 a", null)).getFirst().title();

        assertThat(title).hasSizeLessThanOrEqualTo(300).endsWith("😀…");
    }

    @Test
    void boundsTheNumberAndTakesEachAddressAndTitleOnce() {
        var html = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            html.append("<h1><a href='/%d'>T%d</a></h1>".formatted(i / 2, i));
        }

        var found = extractor.extract(source(1, css("h1 a", null)), page(html.toString()), LIMIT);

        assertThat(found).hasSize(LIMIT).extracting(Headline::url).doesNotHaveDuplicates();
    }

    @Test
    void findsHeadlinesInSerialisedShadowRoots() {
        var html =
                """
                <news-list><template shadowrootmode="open"><article><h2><a href="/1">Deep</a></h2>
                </article></template></news-list>
                """;

        assertThat(find(html, css("article h2 a", null)))
                .containsExactly(headline("Deep", "https://site.example/1"));
    }

    private List<Headline> find(String html, Rule rule) {
        return extractor.extract(source(1, rule), page(html), LIMIT);
    }

    private static Page page(String html) {
        return new Page(URI.create("https://site.example/"), html);
    }

    private static Rule css(String item, @Nullable String title) {
        return new Rule.Css(
                new CssSelector(item), title == null ? null : new CssSelector(title), null, null);
    }

    private static Source source(int minimum, Rule... rules) {
        return new Source(
                "site",
                "Site",
                URI.create("https://site.example/"),
                new Color(0, 0, 0),
                RenderMode.HTTP,
                minimum,
                List.of(rules));
    }

    private static Headline headline(String title, String url) {
        return new Headline(title, URI.create(url));
    }
}
