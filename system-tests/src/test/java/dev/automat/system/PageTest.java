package dev.automat.system;

import com.microsoft.playwright.Page;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** Looks at pages in one real browser for all its tests while the demo runs. */
@ExtendWith(DemoSuite.class)
abstract class PageTest {

    private static @Nullable Browser browser;

    final Suite suite;

    PageTest(Suite suite) {
        this.suite = suite;
    }

    @BeforeAll
    static void launchesTheBrowser() {
        browser = Browser.launch();
    }

    @AfterAll
    static void closesTheBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    static Page newPage() {
        return Objects.requireNonNull(browser, "no browser").chromium().newPage();
    }
}
