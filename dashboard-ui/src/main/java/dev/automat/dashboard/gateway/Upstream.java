package dev.automat.dashboard.gateway;

import java.net.URI;

/**
 * A service behind the page.
 *
 * @param name the word for it in paths and events: {@code patron}, {@code news}, {@code metrics} or
 *     {@code broker}
 * @param service the name it goes by in messages, {@code patron-service}
 * @param url where it listens, without path
 */
public record Upstream(String name, String service, URI url) {

    /** Refuses what no route could lead to. */
    public Upstream {
        if (!isBase(url)) {
            throw new IllegalArgumentException(
                    "automat.dashboard.upstreams.%s must be like http://127.0.0.1:8000 (http or https, a host, no path), is %s"
                            .formatted(name, url));
        }
    }

    private static boolean isBase(URI url) {
        var scheme = url.getScheme();
        return ("http".equals(scheme) || "https".equals(scheme))
                && url.getHost() != null
                && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
                && url.getRawQuery() == null
                && url.getRawUserInfo() == null;
    }
}
