package dev.automat.news.source;

import org.jspecify.annotations.Nullable;

/** One way to find the headlines of a page. */
public sealed interface Rule {

    /**
     * Elements of the document.
     *
     * @param item matches one element for each headline
     * @param title the element in the item whose text is the title; null means the item itself
     * @param link the anchor in the item; null means the item if it is an anchor, else the anchor
     *     around the title, else the first one in the item
     * @param remove what inside the title does not belong to it, for example labels and sponsors;
     *     null means nothing
     */
    record Css(
            CssSelector item,
            @Nullable CssSelector title,
            @Nullable CssSelector link,
            @Nullable CssSelector remove)
            implements Rule {}

    /**
     * Data in an inline script.
     *
     * @param after text in the script right before the JSON value, for example {@code
     *     CNN.contentModel =}
     * @param items name of the arrays, at any depth, whose objects are headlines
     * @param title name of the property that holds the title; it may hold markup
     * @param link name of the property that holds the address
     */
    record ScriptJson(String after, String items, String title, String link) implements Rule {}

    /** Linked data (schema.org) in the page: articles and lists of them. */
    enum JsonLd implements Rule {
        INSTANCE
    }
}
