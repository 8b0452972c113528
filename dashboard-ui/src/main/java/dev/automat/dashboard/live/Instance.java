package dev.automat.dashboard.live;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A process of the suite whose health the page shows.
 *
 * @param name what it is called, {@code patron-service}
 * @param url base URL under which this service reaches it
 * @param link base URL under which a browser reaches it; the same when left out
 */
record Instance(String name, URI url, @Nullable URI link) {

    Instance {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "automat.dashboard.instances: each needs a name, the one at %s has none"
                            .formatted(url));
        }
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
            throw new IllegalArgumentException(
                    "automat.dashboard.instances: the url of %s must be http or https, is %s"
                            .formatted(name, url));
        }
    }

    URI browserUrl() {
        return link == null ? url : link;
    }
}
