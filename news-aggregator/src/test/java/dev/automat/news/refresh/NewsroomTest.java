package dev.automat.news.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.news.article.Article;
import dev.automat.news.extract.HeadlineExtractor;
import dev.automat.news.render.Page;
import dev.automat.news.render.RenderFailure;
import dev.automat.news.source.Color;
import dev.automat.news.source.CssSelector;
import dev.automat.news.source.RenderMode;
import dev.automat.news.source.Rule;
import dev.automat.news.source.Source;
import dev.automat.news.source.Sources;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

class NewsroomTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Source ALPHA = source("alpha", RenderMode.AUTO);
    private static final Source BETA = source("beta", RenderMode.HTTP);

    private final RefreshProperties properties =
            new RefreshProperties(
                    Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofMinutes(30), 8, 200);
    private final FakeRenderer http = new FakeRenderer(RenderMode.HTTP);
    private final FakeRenderer chromium = new FakeRenderer(RenderMode.CHROMIUM);
    private final FakeRenderer splash = new FakeRenderer(RenderMode.SPLASH);
    private final SettableClock clock = new SettableClock(START);
    private final Newsroom newsroom =
            new Newsroom(
                    new Sources(List.of(ALPHA, BETA)),
                    new Reader(
                            List.of(http, chromium, splash),
                            new HeadlineExtractor(new JsonMapper()),
                            properties),
                    properties,
                    clock);

    @Test
    void loadsAtFirst() {
        assertThat(newsroom.snapshots())
                .extracting(SourceSnapshot::state)
                .containsOnly(SourceState.LOADING);
    }

    @Test
    void reportsAFailedSourceAndStillReadsTheOthers() {
        http.fail(ALPHA.url(), RenderFailure.DNS);
        http.answer(BETA.url(), "one", "two");

        readDue();

        assertThat(alpha().state()).isEqualTo(SourceState.FAILED);
        assertThat(alpha().reason()).isEqualTo(new Reason("dns", "as told"));
        assertThat(beta().state()).isEqualTo(SourceState.FRESH);
        assertThat(beta().articles().list())
                .extracting(Article::title)
                .containsExactly("one", "two");
        assertThat(beta().fetchedAt()).isEqualTo(START);
    }

    @Test
    void keepsTheLastGoodArticlesAsStale() {
        http.answer(BETA.url(), "one", "two");
        readDue();
        http.fail(BETA.url(), RenderFailure.STATUS);
        clock.advance(properties.interval());

        readDue();

        assertThat(beta().state()).isEqualTo(SourceState.STALE);
        assertThat(beta().articles().list()).hasSize(2);
        assertThat(beta().fetchedAt()).isEqualTo(START);
        assertThat(beta().triedAt()).isEqualTo(clock.instant());
    }

    @Test
    void remembersWhenAnArticleWasFirstSeen() {
        http.answer(BETA.url(), "one", "two");
        readDue();
        http.answer(BETA.url(), "two", "three");
        clock.advance(properties.interval());

        readDue();

        assertThat(beta().articles().list())
                .extracting(Article::seenAt)
                .containsExactly(START, clock.instant());
    }

    @Test
    void turnsToABrowserWhenPlainHttpBringsTooLittleAndRemembersIt() {
        http.answer(ALPHA.url(), "one");
        chromium.answer(ALPHA.url(), "one", "two", "three");
        readDue();
        clock.advance(properties.interval());

        readDue();

        assertThat(alpha().renderer()).isEqualTo(RenderMode.CHROMIUM);
        assertThat(alpha().articles().list()).hasSize(3);
        assertThat(chromium.asked()).hasSize(2);
        assertThat(http.asked().stream().filter(ALPHA.url()::equals)).hasSize(1);
    }

    @Test
    void startsAgainWithPlainHttpWhenTheRememberedBrowserFails() {
        http.answer(ALPHA.url());
        chromium.answer(ALPHA.url(), "one", "two");
        readDue();
        chromium.fail(ALPHA.url(), RenderFailure.RENDERER_FAILED);
        clock.advance(properties.interval());
        readDue();
        http.answer(ALPHA.url(), "one", "two");
        clock.advance(properties.interval());

        readDue();

        assertThat(alpha().state()).isEqualTo(SourceState.FRESH);
        assertThat(alpha().renderer()).isEqualTo(RenderMode.HTTP);
    }

    @Test
    void takesSplashWhereThereIsNoChromium() {
        chromium.remove();
        http.answer(ALPHA.url());
        splash.answer(ALPHA.url(), "one", "two");

        readDue();

        assertThat(alpha().renderer()).isEqualTo(RenderMode.SPLASH);
    }

    @Test
    void startsNoBrowserForASiteThatDoesNotAnswer() {
        http.fail(ALPHA.url(), RenderFailure.REFUSED);

        readDue();

        assertThat(chromium.asked()).isEmpty();
    }

    @Test
    void prefersTheFewOfOneRendererToTheNoneOfAnother() {
        http.answer(ALPHA.url(), "one");
        chromium.fail(ALPHA.url(), RenderFailure.RENDERER_FAILED);

        readDue();

        assertThat(alpha().state()).isEqualTo(SourceState.FRESH);
        assertThat(alpha().reason()).extracting(Reason::code).isEqualTo("few-headlines");
    }

    @Test
    void saysWhatIsMissingWhenNothingIsFound() {
        chromium.remove();
        splash.remove();
        http.answer(ALPHA.url());

        readDue();

        assertThat(alpha().state()).isEqualTo(SourceState.FAILED);
        assertThat(alpha().reason())
                .isNotNull()
                .satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo("no-headlines");
                    assertThat(reason.text()).contains("JavaScript", "Chromium");
                });
    }

    @Test
    void readsASourceOnceAtATime() {
        var page = Sinks.<Page>one();
        http.answerWith(BETA.url(), page.asMono());
        var reading = newsroom.due().flatMap(newsroom::read, 8).subscribe();

        newsroom.hurry();
        readDue();

        assertThat(timesAskedForBeta()).isEqualTo(1);
        reading.dispose();
    }

    @Test
    void waitsLongerWithEachFailure() {
        assertThat(IntStream.rangeClosed(0, 9).mapToObj(properties::pauseAfter))
                .extracting(Duration::toSeconds)
                .containsExactly(300L, 30L, 60L, 120L, 240L, 480L, 960L, 1800L, 1800L, 1800L);
        assertThat(properties.pauseAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void leavesAFailingSourceAloneForAWhile() {
        http.fail(BETA.url(), RenderFailure.TIMEOUT);
        readDue();
        clock.advance(Duration.ofSeconds(29));
        readDue();
        assertThat(timesAskedForBeta()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));

        readDue();

        assertThat(timesAskedForBeta()).isEqualTo(2);
    }

    @Test
    void hurriesSourcesThatWereNotReadJustNow() {
        http.answer(BETA.url(), "one", "two");
        readDue();
        newsroom.hurry();
        readDue();
        clock.advance(Duration.ofSeconds(6));

        newsroom.hurry();
        readDue();

        assertThat(timesAskedForBeta()).isEqualTo(2);
    }

    @Test
    void tellsOfEachChangeAfterTheStateAsItIs() {
        http.answer(BETA.url(), "one", "two");

        StepVerifier.create(newsroom.changes().map(SourceSnapshot::state))
                .expectNext(SourceState.LOADING, SourceState.LOADING)
                .then(this::readDue)
                .expectNext(SourceState.FAILED, SourceState.FRESH)
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void doesNotKeepReadersWaitingForASlowSource() {
        StepVerifier.withVirtualTime(() -> newsroom.settled(Duration.ofSeconds(2)))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(1999))
                .thenAwait(Duration.ofMillis(1))
                .assertNext(all -> assertThat(all).hasSize(2))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void survivesARendererThatBreaksItsPromise() {
        http.answerWith(BETA.url(), Mono.error(new IllegalStateException("bug")));

        readDue();

        assertThat(beta().state()).isEqualTo(SourceState.FAILED);
        assertThat(beta().reason()).extracting(Reason::code).isEqualTo("renderer-failed");
    }

    private void readDue() {
        // One after the other, so that the order of changes is known.
        StepVerifier.create(newsroom.due().concatMap(newsroom::read).then())
                .expectComplete()
                .verify(PATIENCE);
    }

    private SourceSnapshot alpha() {
        return newsroom.snapshots().getFirst();
    }

    private SourceSnapshot beta() {
        return newsroom.snapshots().getLast();
    }

    private long timesAskedForBeta() {
        return http.asked().stream().filter(BETA.url()::equals).count();
    }

    private static Source source(String id, RenderMode mode) {
        return new Source(
                id,
                id,
                URI.create("https://" + id + ".example/"),
                new Color(0, 0, 0),
                mode,
                2,
                List.of(new Rule.Css(new CssSelector("h1 a"), null, null, null)));
    }
}
