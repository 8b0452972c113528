package dev.automat.patron.postgres;

import dev.automat.patron.changefeed.Change;
import dev.automat.patron.changefeed.TableEvent;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A table as the write-ahead log shows it: makes events of rows, in the triggers' form. */
final class LoggedTable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Events of larger rows are shown without the row. */
    private static final int MOST_CHARACTERS = 7_900;

    private static final int NONE = -1;
    private static final int BOOL = 16;
    private static final List<Integer> WHOLE_NUMBERS = List.of(20, 21, 23);

    private final String name;
    private final List<PgOutput.Column> columns;
    private final int key;

    LoggedTable(PgOutput.Relation relation) {
        this.name = relation.name();
        this.columns = relation.columns();
        this.key = keyOf(columns);
    }

    /** With REPLICA IDENTITY FULL each column is a part of the key. */
    private static int keyOf(List<PgOutput.Column> columns) {
        var keys = IntStream.range(0, columns.size()).filter(i -> columns.get(i).isKey()).toArray();
        if (keys.length == 1) {
            return keys[0];
        }
        return IntStream.of(keys)
                .filter(i -> columns.get(i).name().equals("id"))
                .findFirst()
                .orElse(NONE);
    }

    String name() {
        return name;
    }

    boolean hasSameKey(List<PgOutput.Value> before, List<PgOutput.Value> after) {
        return key != NONE && Objects.equals(before.get(key).text(), after.get(key).text());
    }

    /** A row is now this; one with a value that is not told may be anything. */
    TableEvent stored(String type, List<PgOutput.Value> row, long version) {
        var id = id(row);
        if (id.isEmpty()) {
            return all(type, Change.Everything.INSTANCE, version);
        }
        if (!row.stream().allMatch(PgOutput.Value::isTold)) {
            return event(new Change.Touched(id.getAsLong()), head(type, id, version), null);
        }
        var data = json(row);
        var shown = type.equals("UPDATE") ? NODES.objectNode().set("new", data) : data;
        var change = new Change.Stored(id.getAsLong(), version, data);
        return event(change, head(type, id, version), shown);
    }

    /** A row is gone. */
    TableEvent deleted(List<PgOutput.Value> before, long version) {
        var id = id(before);
        if (id.isEmpty()) {
            return all("DELETE", Change.Everything.INSTANCE, version);
        }
        var data = NODES.objectNode().put(columns.get(key).name(), id.getAsLong());
        return event(new Change.Deleted(id.getAsLong()), head("DELETE", id, version), data);
    }

    /** Something happened to many rows, or to who knows which. */
    TableEvent all(String type, Change change, long version) {
        return event(change, head(type, OptionalLong.empty(), version), null);
    }

    private static TableEvent event(Change change, ObjectNode head, @Nullable JsonNode data) {
        var json = JSON.writeValueAsString(data == null ? head : head.deepCopy().set("data", data));
        return new TableEvent(
                change,
                true,
                head.path("version").longValue(),
                json.length() <= MOST_CHARACTERS ? json : JSON.writeValueAsString(head));
    }

    private ObjectNode head(String type, OptionalLong id, long version) {
        var head = NODES.objectNode().put("table", name);
        if (id.isPresent()) {
            head.put("id", id.getAsLong());
        } else {
            head.putNull("id");
        }
        return head.put("type", type).put("version", version);
    }

    private OptionalLong id(List<PgOutput.Value> row) {
        var text = key == NONE ? null : row.get(key).text();
        if (text == null || !WHOLE_NUMBERS.contains(columns.get(key).type())) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    private ObjectNode json(List<PgOutput.Value> row) {
        var json = NODES.objectNode();
        for (int i = 0; i < columns.size(); i++) {
            json.set(columns.get(i).name(), json(columns.get(i), row.get(i).text()));
        }
        return json;
    }

    private static JsonNode json(PgOutput.Column column, @Nullable String text) {
        if (text == null) {
            return NODES.nullNode();
        }
        if (WHOLE_NUMBERS.contains(column.type())) {
            return NODES.numberNode(Long.parseLong(text));
        }
        return column.type() == BOOL ? NODES.booleanNode(text.equals("t")) : NODES.stringNode(text);
    }
}
