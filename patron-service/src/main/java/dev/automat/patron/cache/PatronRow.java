package dev.automat.patron.cache;

import dev.automat.patron.patron.Patron;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Rows of the table as events tell them. */
final class PatronRow {

    private PatronRow() {}

    /** Returns the patron, or null when the row does not look like one. */
    static @Nullable Patron read(long id, JsonNode row) {
        var name = row.path("name");
        var favDish = row.path("fav_dish");
        return name.isString() && favDish.isString()
                ? new Patron(id, name.stringValue(), favDish.stringValue())
                : null;
    }
}
