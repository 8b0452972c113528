package dev.automat.dashboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamTest {

    private static final URI LOOPBACK = URI.create("http://127.0.0.1:1");

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8000", "https://patrons.example/", "http://[::1]:80"})
    void acceptsABaseUrl(String url) {
        assertThat(new Upstream("patron", "patron-service", URI.create(url)).url())
                .hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "ftp://host",
                "file:///etc/passwd",
                "http:///path",
                "http://host/base",
                "http://host?query",
                "http://user:word@host",
                ""
            })
    void refusesWhatNoRouteCouldLeadToAndNamesTheProperty(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Upstream("news", "news-aggregator", URI.create(url)))
                .withMessageContaining("automat.dashboard.upstreams.news")
                .withMessageContaining("http://127.0.0.1:8000");
    }

    @Test
    void checksAllUpstreamsOfAConfiguration() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Upstreams(LOOPBACK, LOOPBACK, LOOPBACK, URI.create("host:8086")))
                .withMessageContaining("automat.dashboard.upstreams.broker");
    }
}
