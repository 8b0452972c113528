package dev.automat.reporter.wire;

import java.net.InetSocketAddress;
import java.util.regex.Pattern;

/**
 * Where a collector listens.
 *
 * @param host a name, which is looked up at every try to connect, or an address; IPv6 without
 *     brackets
 * @param port 1 to 65,535
 */
public record Endpoint(String host, int port) {

    private static final Pattern FORMAT =
            Pattern.compile("tcp://([^:/\\[\\]\\s]+|\\[[0-9a-fA-F:.%]+\\]):(\\d{1,5})");
    private static final int LARGEST_PORT = 65_535;

    /**
     * Reads {@code tcp://host:port}.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static Endpoint parse(String text) {
        var match = FORMAT.matcher(text);
        int port = match.matches() ? Integer.parseInt(match.group(2)) : 0;
        if (port < 1 || port > LARGEST_PORT) {
            throw new IllegalArgumentException(
                    "Endpoint must be like tcp://127.0.0.1:5555, is '" + text + "'");
        }
        return new Endpoint(match.group(1).replaceAll("[\\[\\]]", ""), port);
    }

    /** Looks the host up, which may take long. */
    InetSocketAddress resolve() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
