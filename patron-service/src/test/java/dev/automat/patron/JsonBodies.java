package dev.automat.patron;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bodies of requests and replies. */
final class JsonBodies {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private JsonBodies() {}

    static String write(Object value) {
        return JSON.writeValueAsString(value);
    }

    static JsonNode read(String json) {
        return JSON.readTree(json);
    }
}
