package dev.automat.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Looks at the collector's own page in a real browser while the demo runs. */
class CollectorPageIT extends PageTest {

    private static final double PATIENCE_MILLIS = 30_000;
    private static final Duration PATIENCE = Duration.ofMillis((long) PATIENCE_MILLIS);

    CollectorPageIT(Suite suite) {
        super(suite);
    }

    @Test
    void drawsEveryRangeThatItOffers() {
        for (var range : new String[] {"60", "300", "3600", "86400", "1209600"}) {
            try (var page = open("?range=" + range)) {
                assertThat(page.locator("#problem"))
                        .isHidden(
                                new LocatorAssertions.IsHiddenOptions()
                                        .setTimeout(PATIENCE_MILLIS));
            }
        }
    }

    @Test
    void aDragThatEndsBesideTheChartSelectsUpToItsEnd() {
        try (var page = open("?range=300")) {
            var box = page.locator(".plot .u-over").first().boundingBox();
            double middle = box.y + box.height / 2;
            long now = Instant.now().getEpochSecond();

            page.mouse().move(box.x + box.width / 2, middle);
            page.mouse().down();
            page.mouse().move(box.x + box.width + 60, middle, new Mouse.MoveOptions().setSteps(20));
            page.mouse().up();

            page.waitForURL(Pattern.compile("from=\\d+"));
            assertThat(asked(page, "to")).isBetween(now - 15, now + 30);
            assertThat(asked(page, "to") - asked(page, "from")).isBetween(130L, 170L);
        }
    }

    @Test
    void anAppKeepsItsColourFromVisitToVisit() {
        try (var page = newPage()) {
            page.addInitScript("localStorage.setItem('colours', '[[\"blue\", 9]]')");

            show(page, "");

            var swatch = page.locator("#apps tr:has(bdi:text-is('blue')) .swatch");
            assertThat(swatch)
                    .hasCSS(
                            "color",
                            "rgb(138, 75, 42)",
                            new LocatorAssertions.HasCSSOptions().setTimeout(PATIENCE_MILLIS));
        }
    }

    private static long asked(Page page, String name) {
        return Long.parseLong(page.url().replaceFirst(".*[?&]" + name + "=(\\d+).*", "$1"));
    }

    private Page open(String query) {
        var page = newPage();
        show(page, query);
        return page;
    }

    private void show(Page page, String query) {
        page.navigate(suite.url(8088) + "/" + query);
        eventually("samples are drawn", PATIENCE, () -> points(page) > 0);
    }

    private static int points(Page page) {
        var points = page.locator(".plot").first().getAttribute("data-points");
        return points == null ? 0 : Integer.parseInt(points);
    }
}
