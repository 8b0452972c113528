package dev.automat.news.render;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A host that may be reached although its address is private. */
record HostPort(String host, int port) {

    static final int ANY_PORT = -1;

    static HostPort of(String text) {
        var url = parse(text);
        var host = url.getHost();
        if (host == null || url.getRawUserInfo() != null || !url.getRawPath().isEmpty()) {
            throw notAHost(text, null);
        }
        return new HostPort(plain(host), url.getPort());
    }

    private static URI parse(String text) {
        try {
            return URI.create("http://" + text.strip());
        } catch (IllegalArgumentException e) {
            throw notAHost(text, e);
        }
    }

    private static IllegalArgumentException notAHost(String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "automat.news.allow-hosts must hold host or host:port, holds \"" + text + "\"",
                cause);
    }

    boolean covers(String otherHost, int otherPort) {
        return host.equals(plain(otherHost)) && (port == ANY_PORT || port == otherPort);
    }

    private static String plain(String host) {
        var lower = host.toLowerCase(Locale.ROOT);
        return lower.startsWith("[") ? lower.substring(1, lower.length() - 1) : lower;
    }
}
