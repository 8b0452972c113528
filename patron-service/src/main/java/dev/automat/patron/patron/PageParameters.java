package dev.automat.patron.patron;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** Reads a page's query from a request's parameters, and writes them for the next page. */
final class PageParameters {

    private static final int LARGEST_PAGE = 500;
    private static final int DEFAULT_PAGE = 50;
    private static final String KNOWN_COLUMNS =
            Arrays.stream(PageQuery.Column.values())
                    .map(PageQuery.Column::field)
                    .collect(Collectors.joining(", "));

    private final MultiValueMap<String, String> parameters;
    private final List<FieldFault> faults = new ArrayList<>();

    private PageParameters(MultiValueMap<String, String> parameters) {
        this.parameters = parameters;
    }

    /**
     * Reads a query.
     *
     * @throws InvalidRequestException with each parameter that is wrong
     */
    static PageQuery parse(MultiValueMap<String, String> parameters) {
        return new PageParameters(parameters).query();
    }

    private PageQuery query() {
        var sort = value("sort");
        var isDescending = sort != null && sort.startsWith("-");
        var order = order(isDescending && sort != null ? sort.substring(1) : sort);
        var limit = limit(value("limit"));
        var filter = new PageQuery.Filter(value("name"), value("fav_dish"), value("q"));
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(faults);
        }
        var after = value("after");
        var cursor = after == null ? null : Cursor.parse(after, order);
        return new PageQuery(order, isDescending, cursor, limit, filter);
    }

    private @Nullable String value(String name) {
        var value = parameters.getFirst(name);
        if (value != null && value.indexOf('\0') >= 0) {
            faults.add(new FieldFault(name, "must not contain the character U+0000"));
        }
        return value;
    }

    private PageQuery.Column order(@Nullable String name) {
        if (name == null) {
            return PageQuery.Column.ID;
        }
        return Arrays.stream(PageQuery.Column.values())
                .filter(column -> column.field().equals(name))
                .findFirst()
                .orElseGet(this::unknownOrder);
    }

    private PageQuery.Column unknownOrder() {
        faults.add(
                new FieldFault(
                        "sort", "must be one of " + KNOWN_COLUMNS + ", with - before it or not"));
        return PageQuery.Column.ID;
    }

    private int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_PAGE;
        }
        try {
            var limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= LARGEST_PAGE) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // Answered below.
        }
        faults.add(new FieldFault("limit", "must be 1 to " + LARGEST_PAGE));
        return DEFAULT_PAGE;
    }

    /** A link relative to the request, so that it holds behind a gateway's prefix too. */
    static String linkToNext(PageQuery query, Patron last) {
        var filter = query.filter();
        var sort = (query.isDescending() ? "-" : "") + query.order().field();
        var link =
                new StringBuilder("<?after=")
                        .append(query.cursorOf(last).format(query.order()))
                        .append("&limit=")
                        .append(query.limit());
        append(link, "sort", sort.equals(PageQuery.Column.ID.field()) ? null : sort);
        append(link, "name", filter.name());
        append(link, "fav_dish", filter.favDish());
        append(link, "q", filter.text());
        return link.append(">; rel=\"next\"").toString();
    }

    private static void append(StringBuilder link, String name, @Nullable String value) {
        if (value != null) {
            link.append('&')
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
