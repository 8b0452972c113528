package dev.automat.system;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The chain from an app to its chart, with kill -9 for each link: app, collector, gateway, browser.
 * The charts of a page that stays open go on by themselves, and what it missed meanwhile is there.
 */
@ExtendWith(DemoSuite.class)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class KilledChainIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** An app that lives on, and one that is killed; both report once a second. */
    private static final String SURVIVOR = "red";

    private static final String VICTIM = "blue";

    /** What is newer may be on its way to the page. */
    private static final int SECONDS_ON_THEIR_WAY = 3;

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
            eventually("both apps are drawn", PATIENCE, () -> drawsBothAsOf(page, 0));
            since = newest(page, SURVIVOR);

            for (var link : new Link[] {gateway, collector, app}) {
                killAndAwaitCharts(page, since, link);
            }
            killAndAwaitCharts(page, since, app, collector, gateway);
        }
        try (var browser = Browser.launch()) {
            var page = open(browser);
            eventually("a new browser knows it all", PATIENCE, () -> isWhole(page, since));
        }
    }

    /** A process that its supervisor starts again, and the port that tells when all is well. */
    private record Link(String argument, int port) {}

    private void killAndAwaitCharts(Page page, long since, Link... links) {
        long before = newest(page, VICTIM);
        for (var link : links) {
            var process = suite.running(link.argument()).orElseThrow();
            assertThat(process.destroyForcibly()).isTrue();
            eventually(link + " is gone", PATIENCE, () -> !process.isAlive());
        }
        for (var link : links) {
            eventually(link + " is back", PATIENCE, () -> isBack(link));
        }
        long back = Instant.now().getEpochSecond();

        eventually("both go on", PATIENCE, () -> drawsBothAsOf(page, back));
        eventually("nothing is missing", PATIENCE, () -> isWhole(page, since));
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

    /** Whether the page draws every second of the survivor that the collector knows. */
    private boolean isWhole(Page page, long since) throws Exception {
        var drawn = secondsDrawn(page, SURVIVOR).collect(Collectors.toSet());
        long until = Instant.now().getEpochSecond() - SECONDS_ON_THEIR_WAY;
        var known =
                Http.json(
                        suite.url(8088)
                                + "/api/series/%s?step=1&from=%d&to=%d"
                                        .formatted(SURVIVOR, since, until));
        for (int i = 0; i < known.path("t").size(); i++) {
            long second = known.path("t").get(i).asLong();
            boolean isKnown = known.path("fields").path("cpu").path(i).isNumber();
            // A sample late in a second is drawn at the next one.
            if (isKnown && Stream.of(-1, 0, 1).noneMatch(by -> drawn.contains(second + by))) {
                return false;
            }
        }
        return true;
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
