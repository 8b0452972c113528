package dev.automat.metrics.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.metrics.CollectorTest;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

@CollectorTest
@AutoConfigureWebTestClient(timeout = "30s")
class PageIT {

    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]+)\"");
    private static final Pattern IMPORT = Pattern.compile("from '(\\.{1,2}/[^']+)'");

    private final WebTestClient http;

    PageIT(@Autowired WebTestClient http) {
        this.http = http;
    }

    @Test
    void servesEverythingThePageAsksForItself() {
        var page = get("/");

        for (var link : found(LINK, page)) {
            assertThat(link).as("nothing comes from elsewhere").doesNotContain(":");
            assertThat(get("/" + link)).as(link).isNotEmpty();
        }
        var modules = new HashSet<>(Set.of("/js/page.js"));
        var read = new HashSet<String>();
        while (!read.containsAll(modules)) {
            var next = modules.stream().filter(read::add).findFirst().orElseThrow();
            found(IMPORT, get(next))
                    .forEach(module -> modules.add(URI.create(next).resolve(module).getPath()));
        }
        assertThat(modules)
                .contains(
                        "/js/line-chart.js",
                        "/js/series.js",
                        "/automat/palette.js",
                        "/webjars/uplot/dist/uPlot.esm.js");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/js/page.js", "/automat/palette.js", "/webjars/uplot/dist/uPlot.esm.js"})
    void aBrowserKeepsWhatIsTheSameAndNotWhatSaysItIsOld(String file) {
        var first = exchange(file, HttpHeaders.IF_MODIFIED_SINCE, "Fri, 01 Jan 2100 00:00:00 GMT");

        assertThat(first.getStatus()).isEqualTo(HttpStatus.OK);
        var etag = first.getResponseHeaders().getETag();
        assertThat(etag).isNotNull();
        assertThat(exchange(file, HttpHeaders.IF_NONE_MATCH, etag).getStatus())
                .isEqualTo(HttpStatus.NOT_MODIFIED);
    }

    private EntityExchangeResult<byte[]> exchange(String uri, String header, String value) {
        return http.get().uri(uri).header(header, value).exchange().expectBody().returnResult();
    }

    @Test
    void allowsNoScriptButItsOwn() {
        assertThat(get("/")).doesNotContain("<script>").doesNotContain("style=");
        http.get()
                .uri("/")
                .accept(MediaType.TEXT_HTML)
                .exchange()
                .expectHeader()
                .value(
                        "Content-Security-Policy",
                        policy ->
                                assertThat(policy)
                                        .startsWith("default-src 'none'; script-src 'self';")
                                        .doesNotContain("unsafe"))
                .expectHeader()
                .valueEquals("X-Content-Type-Options", "nosniff")
                .expectBody();
    }

    private Set<String> found(Pattern pattern, String text) {
        var found = new HashSet<String>();
        var matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private String get(String uri) {
        var body =
                http.get()
                        .uri(uri)
                        .accept(MediaType.ALL)
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody();
        return body == null ? "" : body;
    }
}
