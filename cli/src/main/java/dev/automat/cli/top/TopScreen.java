package dev.automat.cli.top;

import dev.automat.cli.terminal.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What the broker says, as lines. */
final class TopScreen {

    private static final String CHANNEL = "%-40s %-5s %5s %12s %12s %9s %9s";
    private static final String CONNECTION = "%-22s %-32s %11s %13s %13s %s";
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_PEER = 22;
    private static final int LONGEST_SUBSCRIPTION = 32;

    private TopScreen() {}

    /**
     * Draws channels and connections.
     *
     * @param rows of each table at most
     */
    static List<String> lines(JsonNode channels, JsonNode connections, int rows) {
        var lines = new ArrayList<String>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%d channels, %d connections, %s pinned",
                        channels.size(),
                        connections.size(),
                        bytes(pinned(connections))));
        lines.add("");
        lines.add(
                String.format(
                        Locale.ROOT,
                        CHANNEL,
                        "CHANNEL",
                        "KIND",
                        "SUBS",
                        "IN/S",
                        "OUT/S",
                        "WAITING",
                        "DROPPED"));
        channels.valueStream().limit(rows).map(TopScreen::channel).forEach(lines::add);
        lines.add("");
        lines.add(
                String.format(
                                Locale.ROOT,
                                CONNECTION,
                                "PEER",
                                "SUBSCRIBED TO",
                                "PINNED",
                                "IN",
                                "OUT",
                                "")
                        .strip());
        connections.valueStream().limit(rows).map(TopScreen::connection).forEach(lines::add);
        return lines;
    }

    private static long pinned(JsonNode connections) {
        return connections.valueStream().mapToLong(TopScreen::pinnedBytes).sum();
    }

    private static long pinnedBytes(JsonNode connection) {
        return connection.path("pinnedBytes").asLong(0);
    }

    private static String channel(JsonNode channel) {
        return String.format(
                Locale.ROOT,
                CHANNEL,
                shortened(channel.path("name").asString(""), LONGEST_NAME),
                channel.path("kind").asString(""),
                number(channel, "subscribers"),
                number(channel, "inRate"),
                number(channel, "outRate"),
                number(channel, "waiting"),
                number(channel, "dropped"));
    }

    private static String connection(JsonNode connection) {
        return String.format(
                        Locale.ROOT,
                        CONNECTION,
                        shortened(connection.path("peer").asString(""), LONGEST_PEER),
                        shortened(
                                connection.path("subscription").asString("-"),
                                LONGEST_SUBSCRIPTION),
                        bytes(pinnedBytes(connection)),
                        number(connection, "in"),
                        number(connection, "out"),
                        connection.path("paused").asBoolean(false) ? "paused" : "")
                .stripTrailing();
    }

    private static String number(JsonNode node, String field) {
        return String.format(Locale.ROOT, "%,.0f", node.path(field).asDouble(0));
    }

    private static String shortened(String text, int longest) {
        var printable = Printable.text(text);
        return printable.length() <= longest
                ? printable
                : printable.substring(0, longest - 1) + "…";
    }

    private static String bytes(long count) {
        return count < 1_024
                ? count + " B"
                : String.format(Locale.ROOT, "%,.1f KiB", count / 1_024.0);
    }
}
