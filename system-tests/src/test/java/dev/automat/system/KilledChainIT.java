package dev.automat.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The chain from an app to its chart, with kill -9 for each link: app, collector, gateway, browser.
 * The charts of a page that stays open go on by themselves, and what it missed meanwhile is there.
 */
@ExtendWith(DemoSuite.class)
class KilledChainIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** An app that lives on, and one that is killed; both report once a second. */
    private static final String SURVIVOR = "red";

    private static final String VICTIM = "blue";

    /**
     * Neither the seconds that samples fall into nor what kill -9 costs the collector is a hole.
     */
    private static final long MOST_SECONDS_WITHOUT_A_SAMPLE = 2;

    /** The seconds for which the page's first chart has a value of an app, as it draws them. */
    private static final String SECONDS_DRAWN =
            """
            name => {
              const { xs, lines } = document.querySelector("time-chart").model;
              const line = lines.find((line) => line.name === name);
              return line ? xs.filter((_, i) => typeof line.values[i] === "number") : [];
            }
            """;

    private final Suite suite;

    KilledChainIT(Suite suite) {
        this.suite = suite;
    }

    @Test
    void chartsGoOnWithWhatWasMissedWhateverIsKilled() {
        var gateway = new Link("reporter.name=dashboard-ui", 8090);
        var collector = new Link("reporter.name=metrics-collector", 8088);
        var app = new Link("color=" + VICTIM, 8088);
        long since;
        try (var browser = Browser.launch()) {
            var page = open(browser);
            Await.until("both apps are drawn", PATIENCE, () -> drawsBothAsOf(page, 0));
            since = newest(page, SURVIVOR);

            for (var link : new Link[] {gateway, collector, app}) {
                killAndAwaitCharts(page, since, link);
            }
            killAndAwaitCharts(page, since, app, collector, gateway);
        }
        try (var browser = Browser.launch()) {
            var page = open(browser);
            Await.until("a new browser knows it all", PATIENCE, () -> isWhole(page, since));
        }
    }

    /** A process that its supervisor starts again, and the port that tells when all is well. */
    private record Link(String argument, int port) {}

    private void killAndAwaitCharts(Page page, long since, Link... links) {
        long before = newest(page, VICTIM);
        for (var link : links) {
            var process = suite.running(link.argument()).orElseThrow();
            assertThat(process.destroyForcibly()).isTrue();
            Await.until(link + " is gone", PATIENCE, () -> !process.isAlive());
        }
        for (var link : links) {
            Await.until(link + " is back", PATIENCE, () -> isBack(link));
        }
        long back = Instant.now().getEpochSecond();

        Await.until("both go on", PATIENCE, () -> drawsBothAsOf(page, back));
        Await.until("nothing is missing", PATIENCE, () -> isWhole(page, since));
        assertThat(secondsDrawn(page, VICTIM).anyMatch(second -> second <= before))
                .as("what was drawn before stays")
                .isTrue();
    }

    private boolean isBack(Link link) {
        return suite.running(link.argument()).isPresent() && Http.isReady(suite.url(link.port()));
    }

    private static boolean drawsBothAsOf(Page page, long second) {
        return newest(page, SURVIVOR) > second && newest(page, VICTIM) > second;
    }

    private static boolean isWhole(Page page, long since) {
        var seconds = secondsDrawn(page, SURVIVOR).filter(second -> second >= since).toList();
        for (int i = 1; i < seconds.size(); i++) {
            if (seconds.get(i) - seconds.get(i - 1) > MOST_SECONDS_WITHOUT_A_SAMPLE + 1) {
                return false;
            }
        }
        return !seconds.isEmpty() && seconds.getFirst() - since <= MOST_SECONDS_WITHOUT_A_SAMPLE;
    }

    private static long newest(Page page, String app) {
        return secondsDrawn(page, app).mapToLong(Long::longValue).max().orElse(-1);
    }

    private static Stream<Long> secondsDrawn(Page page, String app) {
        var seconds = (java.util.List<?>) page.evaluate(SECONDS_DRAWN, app);
        return seconds.stream().map(second -> ((Number) second).longValue());
    }

    private Page open(Browser browser) {
        var page = browser.chromium().newPage();
        page.navigate(suite.url(8090) + "/apps");
        return page;
    }
}
