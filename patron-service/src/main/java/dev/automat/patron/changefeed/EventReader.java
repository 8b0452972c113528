package dev.automat.patron.changefeed;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads notifications of one table. What is not proven says no more than that something may have
 * happened; what cannot be read may have been about any row.
 */
final class EventReader {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String table;

    EventReader(String table) {
        this.table = table;
    }

    TableEvent read(Notification notification, EventOrigin origin) {
        var event = parse(notification.payload());
        if (event == null) {
            return new TableEvent(Change.Everything.INSTANCE, false, 0, notification.payload());
        }
        var version = event.path("version").asLong(0);
        var isProven =
                event.path("table").asString("").equals(table)
                        && origin.proves(notification, version);
        var json = EventOrigin.bodyOf(notification.payload());
        return new TableEvent(changeOf(event, isProven, version), isProven, version, json);
    }

    private static @Nullable JsonNode parse(String payload) {
        try {
            var event = JSON.readTree(payload);
            return event.isObject() ? event : null;
        } catch (JacksonException _) {
            return null;
        }
    }

    private static Change changeOf(JsonNode event, boolean isProven, long version) {
        var type = event.path("type").asString("");
        if (isProven && type.equals("BULK_INSERT")) {
            return Change.Insertions.INSTANCE;
        }
        var id = event.path("id");
        if (!id.isIntegralNumber() || !id.canConvertToLong()) {
            return Change.Everything.INSTANCE;
        }
        var touched = new Change.Touched(id.longValue());
        if (!isProven) {
            return touched;
        }
        return switch (type) {
            case "INSERT" -> stored(touched, version, event.path("data"));
            case "UPDATE" -> stored(touched, version, event.path("data").path("new"));
            case "DELETE" -> new Change.Deleted(touched.id());
            default -> Change.Everything.INSTANCE;
        };
    }

    /** A row too large for a notification is not in it. */
    private static Change stored(Change.Touched touched, long version, JsonNode row) {
        return row.isObject() ? new Change.Stored(touched.id(), version, row) : touched;
    }
}
