package dev.automat.patron.patron;

import static dev.automat.patron.patron.PatronDraft.MOST_BYTES;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads drafts and patches from a request's body, and names everything that is wrong at once.
 * Binding to a record would stop at the first fault and turn numbers into text.
 */
final class DraftParser {

    private static final String NAME = "name";
    private static final String FAV_DISH = "fav_dish";
    private static final int MOST_BYTES_OF_A_CHAR = 3;

    private final JsonNode body;
    private final Set<String> fields;
    private final List<FieldFault> faults = new ArrayList<>();

    private DraftParser(JsonNode body, Set<String> fields) {
        this.body = body;
        this.fields = fields;
    }

    /**
     * Reads a draft.
     *
     * @throws InvalidRequestException with each field that is missing, unknown or wrong
     */
    static PatronDraft parse(JsonNode body) {
        return new DraftParser(body, Set.of(NAME, FAV_DISH)).draft();
    }

    /**
     * Reads a line of an import, which may come from an export: then it has an id, which is checked
     * and not kept.
     *
     * @throws InvalidRequestException with each field that is missing, unknown or wrong
     */
    static PatronDraft parseLine(JsonNode body) {
        return new DraftParser(body, Set.of("id", NAME, FAV_DISH)).draft();
    }

    /**
     * Reads a merge patch (RFC 7396).
     *
     * @throws InvalidRequestException with each field that is unknown or wrong, or that is to be
     *     removed and cannot be
     */
    static PatronPatch parsePatch(JsonNode body) {
        return new DraftParser(body, Set.of(NAME, FAV_DISH)).patch();
    }

    private PatronDraft draft() {
        mustBeAnObject();
        var name = required(NAME);
        var favDish = required(FAV_DISH);
        check(name);
        return new PatronDraft(name, favDish);
    }

    private PatronPatch patch() {
        mustBeAnObject();
        var name = optional(NAME);
        var favDish = optional(FAV_DISH);
        check(name);
        return new PatronPatch(name, favDish);
    }

    private void mustBeAnObject() {
        if (!body.isObject()) {
            throw new InvalidRequestException("body", "must be a JSON object");
        }
    }

    private String required(String field) {
        var value = body.get(field);
        if (value == null) {
            fault(field, "is required");
            return "";
        }
        return text(field, value);
    }

    private @Nullable String optional(String field) {
        var value = body.get(field);
        if (value == null) {
            return null;
        }
        if (value.isNull()) {
            fault(field, "cannot be removed");
            return null;
        }
        return text(field, value);
    }

    private String text(String field, JsonNode value) {
        if (!value.isString()) {
            fault(field, "must be a string");
            return "";
        }
        var text = value.stringValue();
        var fault = faultOf(text);
        if (fault != null) {
            fault(field, fault);
        }
        return text;
    }

    private static @Nullable String faultOf(String text) {
        var size = sizeInBytes(text);
        if (size > MOST_BYTES) {
            return "must have at most %d bytes in UTF-8, has %d".formatted(MOST_BYTES, size);
        }
        if (text.indexOf('\0') >= 0) {
            return "must not contain the character U+0000";
        }
        if (text.codePoints().anyMatch(DraftParser::isHalfACharacter)) {
            return "must not contain half of a surrogate pair";
        }
        return null;
    }

    /** Exact where it matters. */
    private static int sizeInBytes(String text) {
        return text.length() <= MOST_BYTES / MOST_BYTES_OF_A_CHAR
                ? text.length()
                : text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isHalfACharacter(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private void check(@Nullable String name) {
        if (name != null && name.isBlank() && faults.isEmpty()) {
            fault(NAME, "must not be blank");
        }
        var id = body.get("id");
        if (id != null && fields.contains("id") && !id.isIntegralNumber()) {
            fault("id", "must be a whole number");
        }
        body.propertyNames().stream()
                .filter(field -> !fields.contains(field))
                .forEach(field -> fault(field, "is not a field of a patron"));
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(faults);
        }
    }

    private void fault(String field, String message) {
        faults.add(new FieldFault(field, message));
    }
}
