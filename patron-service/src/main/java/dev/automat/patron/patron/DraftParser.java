package dev.automat.patron.patron;

import static dev.automat.patron.patron.PatronDraft.MOST_CHARACTERS;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a draft from a request's body, and names everything that is wrong with it at once. Binding
 * to a record would stop at the first fault and turn numbers into text.
 */
final class DraftParser {

    private static final String NAME = "name";
    private static final String FAV_DISH = "fav_dish";
    private static final Set<String> FIELDS = Set.of(NAME, FAV_DISH);

    private final JsonNode body;
    private final List<FieldFault> faults = new ArrayList<>();

    private DraftParser(JsonNode body) {
        this.body = body;
    }

    /**
     * Reads a draft.
     *
     * @throws InvalidRequestException with each field that is missing, unknown or wrong
     */
    static PatronDraft parse(JsonNode body) {
        return new DraftParser(body).parse();
    }

    private PatronDraft parse() {
        if (!body.isObject()) {
            throw new InvalidRequestException("body", "must be a JSON object");
        }
        var name = text(NAME);
        var favDish = text(FAV_DISH);
        if (name.isBlank() && faults.isEmpty()) {
            fault(NAME, "must not be blank");
        }
        body.propertyNames().stream()
                .filter(field -> !FIELDS.contains(field))
                .forEach(field -> fault(field, "is not a field of a patron"));
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(faults);
        }
        return new PatronDraft(name, favDish);
    }

    private String text(String field) {
        var value = body.get(field);
        if (value == null) {
            fault(field, "is required");
            return "";
        }
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
        var characters = text.codePointCount(0, text.length());
        if (characters > MOST_CHARACTERS) {
            return "must have at most %d characters, has %d".formatted(MOST_CHARACTERS, characters);
        }
        if (text.indexOf('\0') >= 0) {
            return "must not contain the character U+0000";
        }
        if (text.codePoints().anyMatch(DraftParser::isHalfACharacter)) {
            return "must not contain half of a surrogate pair";
        }
        return null;
    }

    private static boolean isHalfACharacter(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private void fault(String field, String message) {
        faults.add(new FieldFault(field, message));
    }
}
