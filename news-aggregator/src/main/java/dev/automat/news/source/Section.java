package dev.automat.news.source;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A mapping of the YAML file that knows where it stands, so that a mistake can be named. */
final class Section {

    private final String file;
    private final String owner;
    private final String path;
    private final Map<?, ?> fields;
    private final Set<String> known = new LinkedHashSet<>();

    private Section(String file, String owner, String path, Map<?, ?> fields) {
        this.file = file;
        this.owner = owner;
        this.path = path;
        this.fields = fields;
    }

    static Section root(String file, @Nullable Object content) {
        if (content instanceof Map<?, ?> fields) {
            return new Section(file, "", "", fields);
        }
        throw new InvalidSourcesException(
                file, "must be a mapping with the field \"sources\" at its top");
    }

    /** The same section, named as one source's in messages. */
    Section ownedBy(String sourceId) {
        return new Section(file, "source \"" + sourceId + "\", ", "", fields);
    }

    boolean has(String field) {
        known.add(field);
        return fields.get(field) != null;
    }

    String text(String field) {
        return text(field, Function.identity());
    }

    <T> T text(String field, Function<String, T> reader) {
        return read(field, required(field), reader);
    }

    <T> @Nullable T optionalText(String field, Function<String, T> reader) {
        return has(field) ? text(field, reader) : null;
    }

    int number(String field, int preset, int least, int most) {
        if (!has(field)) {
            return preset;
        }
        if (fields.get(field) instanceof Integer number && number >= least && number <= most) {
            return number;
        }
        throw wrong(
                field,
                "must be a number from %d to %d, is %s"
                        .formatted(least, most, quoted(fields.get(field))));
    }

    List<Section> sections(String field) {
        if (!(required(field) instanceof List<?> items) || items.isEmpty()) {
            throw wrong(field, "must be a list with at least one entry");
        }
        var sections = new ArrayList<Section>();
        for (int i = 0; i < items.size(); i++) {
            sections.add(section(field + "[" + i + "]", items.get(i)));
        }
        return sections;
    }

    Section section(String field) {
        return section(field, required(field));
    }

    private Section section(String field, @Nullable Object content) {
        if (content instanceof Map<?, ?> inner) {
            return new Section(file, owner, path + field + ".", inner);
        }
        throw wrong(field, "must be a mapping, is " + quoted(content));
    }

    /** Refuses fields nobody asked for: most are misspelt. */
    void rejectOthers() {
        for (var field : fields.keySet()) {
            if (!known.contains(String.valueOf(field))) {
                throw wrong(
                        String.valueOf(field),
                        "is unknown; known here: " + String.join(", ", known));
            }
        }
    }

    InvalidSourcesException wrong(String field, String problem) {
        var place = field.isEmpty() ? path.substring(0, path.length() - 1) : path + field;
        return new InvalidSourcesException(file, owner + "field \"" + place + "\" " + problem);
    }

    private Object required(String field) {
        known.add(field);
        var value = fields.get(field);
        if (value == null) {
            throw wrong(field, "is missing");
        }
        return value;
    }

    private <T> T read(String field, Object value, Function<String, T> reader) {
        if (!(value instanceof String text) || text.isBlank()) {
            throw wrong(field, "must be text, is " + quoted(value));
        }
        try {
            return reader.apply(text.strip());
        } catch (IllegalArgumentException e) {
            throw wrong(field, String.valueOf(e.getMessage()));
        }
    }

    private static String quoted(@Nullable Object value) {
        return value == null ? "empty" : "\"" + value + "\"";
    }
}
