package dev.automat.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Looks at the dashboard in a real browser while the demo runs. */
class DashboardIT extends PageTest {

    private static final double PATIENCE_MILLIS = 30_000;
    private static final Duration PATIENCE = Duration.ofMillis((long) PATIENCE_MILLIS);

    /** For a service that starts again. */
    private static final double RESTART_MILLIS = 60_000;

    /** For sites that a browser of the service's own must render first. */
    private static final double RENDERING_MILLIS = 90_000;

    /** Being down may last no longer than the time between two looks from here. */
    private static final String NOTE_WHO_WAS_DOWN =
            """
            () => {
              window.wasDown = "";
              new MutationObserver(() => {
                for (const row of document.querySelectorAll("tr")) {
                  if (row.innerText.includes("down")) window.wasDown += row.innerText;
                }
              }).observe(document.body, {subtree: true, childList: true, characterData: true});
            }
            """;

    DashboardIT(Suite suite) {
        super(suite);
    }

    @Test
    void appsDrawsMovingChartsOfTheDemoAppsAndTheSuite() {
        try (var page = open("/apps")) {
            for (var app :
                    new String[] {"red", "blue", "green", "broker-service", "patron-service-2"}) {
                shows(
                        page.locator("table")
                                .getByText(app, new Locator.GetByTextOptions().setExact(true))
                                .first());
            }
            var chart = page.locator(".uplot canvas").first();
            shows(chart);
            var before = picture(chart);
            eventually("the chart moves", PATIENCE, () -> !before.equals(picture(chart)));
        }
    }

    @Test
    void brokerCountsLive() {
        try (var page = open("/broker")) {
            var table = page.locator("[aria-label=Channels]");
            shows(table.getByText("/topic/").first());
            var before = table.innerText();
            eventually("the counters move", PATIENCE, () -> !before.equals(table.innerText()));
        }
    }

    @Test
    void patronsShowsOneCreatedWithCurl() throws Exception {
        try (var page = open("/patrons")) {
            shows(page.locator("table").first());

            Http.send(
                    "POST",
                    suite.url(8000) + "/patron",
                    "{\"name\":\"Ada from curl\",\"fav_dish\":\"Punched cards\"}");

            shows(page.getByText("Ada from curl").first());
        }
    }

    @Test
    void newsShowsHeadlinesOfSitesThatNeedJavaScript() {
        try (var page = open("/news")) {
            for (int site : new int[] {8070, 8071}) {
                var headline = page.locator("a[href*='127.0.0.1:" + suite.port(site) + "']");
                shows(headline.first(), RENDERING_MILLIS);
            }
        }
    }

    @Test
    void overviewRunsWithoutErrorsInTheConsole() {
        var errors = new CopyOnWriteArrayList<String>();
        try (var page = newPage()) {
            page.onPageError(errors::add);
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    errors.add(message.text());
                }
            });
            page.navigate(suite.url(8090) + "/");
            shows(page.getByText("Live").first());

            assertThat(errors).isEmpty();
        }
    }

    @Test
    void saysThatAServiceIsGoneAndRecovers() {
        try (var page = open("/system")) {
            var row =
                    page.locator("tr", new Page.LocatorOptions().setHasText("broker-service"))
                            .first();
            assertThat(row).containsText("up", withinRestart());

            page.evaluate(NOTE_WHO_WAS_DOWN);

            suite.serving("broker-service").destroyForcibly();

            eventually(
                    "the page has said it",
                    PATIENCE,
                    () -> page.evaluate("() => window.wasDown").toString().contains("broker"));
            assertThat(row).not().containsText("down", withinRestart());
            assertThat(row).containsText("up", withinRestart());
        }
    }

    private static LocatorAssertions.ContainsTextOptions withinRestart() {
        return new LocatorAssertions.ContainsTextOptions()
                .setIgnoreCase(true)
                .setTimeout(RESTART_MILLIS);
    }

    private Page open(String path) {
        var page = newPage();
        page.navigate(suite.url(8090) + path);
        return page;
    }

    private static void shows(Locator locator) {
        shows(locator, PATIENCE_MILLIS);
    }

    private static void shows(Locator locator, double patienceInMillis) {
        assertThat(locator)
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(patienceInMillis));
    }

    private static String picture(Locator canvas) {
        return (String) canvas.evaluate("canvas => canvas.toDataURL()");
    }
}
