package dev.automat.dashboard.gateway;

import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the services behind the page listen: base URLs, http or https, without path.
 *
 * @param patron patron-service
 * @param news news-aggregator
 * @param metrics metrics-collector
 * @param broker broker-service, its HTTP port
 */
@ConfigurationProperties("automat.dashboard.upstreams")
public record Upstreams(
        @DefaultValue("http://127.0.0.1:8000") URI patron,
        @DefaultValue("http://127.0.0.1:8080") URI news,
        @DefaultValue("http://127.0.0.1:8088") URI metrics,
        @DefaultValue("http://127.0.0.1:8086") URI broker) {

    /** Checks each URL, so that a wrong one stops the start. */
    public Upstreams {
        var _ = upstreams(patron, news, metrics, broker);
    }

    /** All of them. */
    public List<Upstream> all() {
        return upstreams(patron, news, metrics, broker);
    }

    private static List<Upstream> upstreams(URI patron, URI news, URI metrics, URI broker) {
        return List.of(
                new Upstream("patron", "patron-service", patron),
                new Upstream("news", "news-aggregator", news),
                new Upstream("metrics", "metrics-collector", metrics),
                new Upstream("broker", "broker-service", broker));
    }
}
