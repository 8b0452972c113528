package dev.automat.patron.postgres;

import dev.automat.patron.patron.Cursor;
import dev.automat.patron.patron.PageQuery;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SELECT of one page. What a client sends becomes a parameter; names of columns come from a
 * closed set.
 *
 * @param values of its parameters, in their order
 */
record PageStatement(String sql, List<Object> values) {

    static PageStatement of(PageQuery query) {
        return new Builder(query).build();
    }

    private static final class Builder {

        private final PageQuery query;
        private final StringBuilder sql =
                new StringBuilder("SELECT id, name, fav_dish FROM patron WHERE true");
        private final List<Object> values = new ArrayList<>();

        Builder(PageQuery query) {
            this.query = query;
        }

        PageStatement build() {
            whole("name", query.filter().name());
            whole("fav_dish", query.filter().favDish());
            part(query.filter().text());
            after(query.after());
            order();
            return new PageStatement(sql.toString(), List.copyOf(values));
        }

        /** The beginning is in an index, the rest is not. */
        private void whole(String column, @Nullable String value) {
            if (value != null) {
                var parameter = parameter(value);
                sql.append(
                        " AND %s = %s AND %s = %s"
                                .formatted(
                                        beginning(column),
                                        beginning(parameter),
                                        column,
                                        parameter));
            }
        }

        private void part(@Nullable String text) {
            if (text != null) {
                var pattern = parameter("%" + text.replaceAll("([\\\\%_])", "\\\\$1") + "%");
                sql.append(" AND (name ILIKE %s OR fav_dish ILIKE %s)".formatted(pattern, pattern));
            }
        }

        private void after(@Nullable Cursor cursor) {
            if (cursor == null) {
                return;
            }
            var comparison = query.isDescending() ? "<" : ">";
            if (query.order() == PageQuery.Column.ID) {
                sql.append(" AND id %s %s".formatted(comparison, parameter(cursor.id())));
            } else {
                sql.append(
                        " AND (%s, id) %s (%s, %s)"
                                .formatted(
                                        beginning(query.order().field()),
                                        comparison,
                                        parameter(cursor.text()),
                                        parameter(cursor.id())));
            }
        }

        private void order() {
            var direction = query.isDescending() ? " DESC" : "";
            sql.append(" ORDER BY ");
            if (query.order() != PageQuery.Column.ID) {
                sql.append(beginning(query.order().field())).append(direction).append(", ");
            }
            sql.append("id").append(direction);
            // One more says whether there is a next page.
            sql.append(" LIMIT ").append(parameter(query.limit() + 1));
        }

        private String parameter(Object value) {
            values.add(value);
            return "$" + values.size();
        }

        private static String beginning(String text) {
            return "left(%s, %d)".formatted(text, PageQuery.ORDERING_CHARACTERS);
        }
    }
}
