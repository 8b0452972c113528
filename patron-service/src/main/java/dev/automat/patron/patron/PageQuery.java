package dev.automat.patron.patron;

import org.jspecify.annotations.Nullable;

/**
 * Which patrons a page shows, and in which order.
 *
 * @param order the column that orders them, and the id among equals
 * @param isDescending whether the greatest comes first
 * @param after where the page before ended; null for the first page
 * @param limit most rows
 * @param filter which patrons to show
 */
public record PageQuery(
        Column order, boolean isDescending, @Nullable Cursor after, int limit, Filter filter) {

    /** The columns that pages may be ordered by. */
    public enum Column {
        ID("id"),
        NAME("name"),
        FAV_DISH("fav_dish");

        private final String field;

        Column(String field) {
            this.field = field;
        }

        /** Its name in requests and in the database. */
        public String field() {
            return field;
        }
    }

    /**
     * Which patrons to show; null asks for nothing.
     *
     * @param name the whole name
     * @param favDish the whole favourite dish
     * @param text a part of either, in upper or lower case
     */
    public record Filter(@Nullable String name, @Nullable String favDish, @Nullable String text) {}

    /** How much of a text orders a page: the whole would not fit a link, nor an index. */
    public static final int ORDERING_CHARACTERS = 100;

    PageQuery withLimit(int newLimit) {
        return new PageQuery(order, isDescending, after, newLimit, filter);
    }

    /** The query of what follows this patron. */
    PageQuery after(Patron last) {
        return new PageQuery(order, isDescending, cursorOf(last), limit, filter);
    }

    /** Where a page ends that ends with this patron. */
    Cursor cursorOf(Patron patron) {
        return switch (order) {
            case ID -> new Cursor(patron.id(), "");
            case NAME -> new Cursor(patron.id(), orderingPart(patron.name()));
            case FAV_DISH -> new Cursor(patron.id(), orderingPart(patron.favDish()));
        };
    }

    private static String orderingPart(String text) {
        var characters = text.codePointCount(0, text.length());
        return characters <= ORDERING_CHARACTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, ORDERING_CHARACTERS));
    }
}
