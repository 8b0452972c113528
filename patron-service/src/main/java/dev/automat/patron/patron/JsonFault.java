package dev.automat.patron.patron;

import tools.jackson.core.JacksonException;

/** Says where JSON is wrong, without repeating any of it. */
final class JsonFault {

    private JsonFault() {}

    static String describe(JacksonException fault) {
        var at = fault.getLocation();
        return at == null
                ? "is not valid JSON"
                : "is not valid JSON at line %d, column %d"
                        .formatted(at.getLineNr(), at.getColumnNr());
    }
}
