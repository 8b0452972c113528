package dev.automat.system;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.test.Tools;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DemoSuite.class)
class NewsIT {

    private final Suite suite;

    NewsIT(Suite suite) {
        this.suite = suite;
    }

    @Test
    void headlinesOfTwoSitesThatNeedJavaScriptAreOnThePage() throws Exception {
        Tools.chromium();
        eventually(
                "headlines of both demo sites",
                Duration.ofSeconds(90),
                () ->
                        StreamSupport.stream(
                                                Http.json(suite.url(8080) + "/api/news")
                                                        .path("articles")
                                                        .spliterator(),
                                                false)
                                        .map(article -> article.path("source").asString())
                                        .distinct()
                                        .count()
                                >= 2);

        var page = Http.get(suite.url(8080) + "/news").body();
        assertThat(page).contains("127.0.0.1:" + suite.port(8070));
        assertThat(page).contains("127.0.0.1:" + suite.port(8071));
    }

    @Test
    void everyAppWasPreparedForAFastStart() throws Exception {
        assertThat(suite.log()).doesNotContain("cannot be prepared");
    }

    @Test
    void greets() throws Exception {
        assertThat(Http.get(suite.url(8080) + "/hello").body()).isEqualTo("Hello, world");
    }
}
