package dev.automat.news.refresh;

import dev.automat.news.render.RenderFailedException;

/**
 * Why a source is as it is.
 *
 * @param code a stable name clients may match on
 * @param text for people; may change
 */
public record Reason(String code, String text) {

    static Reason of(RenderFailedException failure) {
        return new Reason(failure.failure().code(), failure.text());
    }

    static Reason noHeadlines(boolean wasRendered) {
        return new Reason(
                "no-headlines",
                wasRendered
                        ? "The rules found no headlines on the page"
                        : "The rules found no headlines; the page may need JavaScript, and neither"
                                + " Chromium nor Splash is at hand");
    }

    static Reason fewHeadlines(int found, int expected) {
        return new Reason(
                "few-headlines",
                "The rules found %d headlines, %d are expected".formatted(found, expected));
    }
}
