package dev.automat.patron.patron;

import java.util.List;

/**
 * Some of the patrons that a query asks for.
 *
 * @param rows in the query's order; fewer than its limit when they are large
 * @param hasNext whether more may follow
 */
public record Page(List<Patron> rows, boolean hasNext) {

    public Page {
        rows = List.copyOf(rows);
    }
}
