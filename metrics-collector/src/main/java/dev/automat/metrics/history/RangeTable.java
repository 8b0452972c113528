package dev.automat.metrics.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A range as CSV (RFC 4180): time, then each field, and its least and greatest values. */
final class RangeTable {

    private RangeTable() {}

    static String text(RangeResponse range) {
        var text = new StringBuilder("time");
        appendNames(text, range.fields(), "");
        appendNames(text, range.min(), "_min");
        appendNames(text, range.max(), "_max");
        text.append("\r\n");
        for (int i = 0; i < range.t().size(); i++) {
            text.append(Instant.ofEpochSecond(range.t().get(i)));
            appendValues(text, range.fields(), i);
            appendValues(text, range.min(), i);
            appendValues(text, range.max(), i);
            text.append("\r\n");
        }
        return text.toString();
    }

    private static void appendNames(StringBuilder text, Map<String, ?> fields, String suffix) {
        for (var name : fields.keySet()) {
            // A field's name comes from strangers: one that a spreadsheet takes for a formula
            // must not begin a cell.
            boolean isFormula = "=+-@".indexOf(name.charAt(0)) >= 0;
            text.append(",\"")
                    .append(isFormula ? "'" : "")
                    .append(name.replace("\"", "\"\""))
                    .append(suffix)
                    .append('"');
        }
    }

    private static void appendValues(
            StringBuilder text, Map<String, ? extends List<@Nullable Float>> fields, int index) {
        for (var values : fields.values()) {
            text.append(',');
            var value = values.get(index);
            if (value != null) {
                text.append(value);
            }
        }
    }
}
