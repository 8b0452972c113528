package dev.automat.news.source;

import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector;

/**
 * A CSS selector that is known to parse.
 *
 * @param text the selector as written; jsoup's extensions such as {@code :contains} are allowed,
 *     yet a browser that waits for headlines ignores a selector which uses them
 */
public record CssSelector(String text) {

    public CssSelector {
        try {
            QueryParser.parse(text);
        } catch (Selector.SelectorParseException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "must be a CSS selector, is \"" + text + "\": " + e.getMessage(), e);
        }
    }

    /** The selector, ready for matching. */
    public Evaluator evaluator() {
        return QueryParser.parse(text);
    }
}
