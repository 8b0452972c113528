package dev.automat.dashboard.site;

import static dev.automat.dashboard.Http.header;
import static dev.automat.dashboard.Http.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.dashboard.DashboardTest;
import dev.automat.dashboard.Http;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DashboardTest
class SiteIT {

    private static final int MOST_BYTES = 90_000;
    private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");
    private static final Pattern IMPORT =
            Pattern.compile(
                    "(?:from|import)\\s*\\(?[\"']([^\"']+\\.js|lit[^\"']*|@lit[^\"']*)[\"']");
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    private final String url;

    SiteIT(@LocalServerPort int port) {
        url = "http://127.0.0.1:" + port;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/apps", "/broker", "/patrons", "/news", "/alerts", "/system"})
    void servesThePageAtEveryViewsPath(String path) {
        var response = Http.get(url + path + "?range=1h");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(text(response)).startsWith("<!doctype html>").doesNotContain("{{");
    }

    @Test
    void neverServesAStalePageAndSparesAFreshOne() {
        var first = Http.get(url + "/");
        assertThat(header(first, "Cache-Control")).isEqualTo("no-cache");

        var second = Http.get(url + "/", "If-None-Match", header(first, "ETag"));

        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(header(second, "ETag")).isEqualTo(header(first, "ETag"));
        // A browser puts a 304's headers in place of those it kept: another policy would be obeyed.
        assertThat(header(second, "Content-Security-Policy"))
                .isEqualTo(header(first, "Content-Security-Policy"));
    }

    @Test
    void allowsNoScriptButItsOwnFilesAndItsImportMap() throws Exception {
        var page = Http.get(url + "/");

        var policy = header(page, "Content-Security-Policy");

        var map = importMap(text(page)).getBytes(StandardCharsets.UTF_8);
        var hash =
                Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(map));
        assertThat(policy)
                .contains("default-src 'none'", "script-src 'self' 'sha256-" + hash + "'")
                .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'")
                .doesNotContain("unsafe", "*");
        assertThat(text(page)).doesNotContain(" style=", " onclick=", "javascript:");
    }

    @Test
    void keepsEverythingThePageNamesForEverUnderItsHash() {
        var assets = assets(text(Http.get(url + "/")));

        assertThat(assets).hasSizeGreaterThan(20);
        for (var asset : assets) {
            var response = Http.get(url + asset);
            assertThat(response.statusCode()).as(asset).isEqualTo(200);
            assertThat(header(response, "Cache-Control"))
                    .as(asset)
                    .contains("max-age=31536000", "public", "immutable");
            assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(response, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
            assertThat(header(response, "Content-Type")).as(asset).startsWith(type(asset));
        }
    }

    @Test
    void hasEveryModuleThatAnyModuleImports() {
        var page = text(Http.get(url + "/"));
        var imports = JsonMapper.builder().build().readTree(importMap(page)).path("imports");

        for (var asset : assets(page)) {
            if (asset.endsWith(".js")) {
                for (var name : found(IMPORT, text(Http.get(url + asset)))) {
                    var target =
                            name.startsWith(".")
                                    ? URI.create(asset).resolve(name).toString()
                                    : resolve(name, imports);
                    assertThat(Http.get(url + target).statusCode())
                            .as("%s, imported by %s", target, asset)
                            .isEqualTo(200);
                }
            }
        }
    }

    private static String resolve(String name, JsonNode imports) {
        if (imports.has(name)) {
            return imports.path(name).asString();
        }
        var prefix =
                imports.propertyNames().stream()
                        .filter(key -> key.endsWith("/") && name.startsWith(key))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("Not in the import map: " + name));
        return imports.path(prefix).asString() + name.substring(prefix.length());
    }

    @Test
    void sendsTheSameBytesCompressedToWhoeverTakesThem() throws IOException {
        for (var path : assets(text(Http.get(url + "/")))) {
            var plain = Http.get(url + path);
            var compressed = Http.get(url + path, "Accept-Encoding", "br, gzip;q=0.8");

            assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
            assertThat(header(plain, "Content-Encoding")).isEmpty();
            assertThat(header(plain, "Vary")).contains("Accept-Encoding");
            assertThat(header(compressed, "Vary")).contains("Accept-Encoding");
            try (var gzip = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
                assertThat(gzip.readAllBytes()).as(path).isEqualTo(plain.body());
            }
        }
    }

    @Test
    void sendsPlainBytesToOneWhoRefusesCompression() {
        assertThat(header(Http.get(url + "/", "Accept-Encoding", "gzip;q=0"), "Content-Encoding"))
                .isEmpty();
    }

    @Test
    void fitsAllThatAFirstVisitLoadsIntoNinetyKilobytes() {
        var page = Http.get(url + "/", "Accept-Encoding", "gzip");
        int bytes = page.body().length;
        for (var asset : assets(text(Http.get(url + "/")))) {
            bytes += Http.get(url + asset, "Accept-Encoding", "gzip").body().length;
        }

        assertThat(bytes).isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    void answersAHeadRequestWithoutABody() {
        var request =
                HttpRequest.newBuilder(URI.create(url + "/apps"))
                        .method("HEAD", BodyPublishers.noBody());

        var response = Http.send(request);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "ETag")).isNotEmpty();
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/0123456789abcdef/app.js",
                "/assets/../application.yml",
                "/static/app.js",
                "/app.js",
                "/application.yml",
                "/webjars/uplot/uplot.js",
                "/nothing"
            })
    void answersWithAProblemWhatIsNotThere(String path) {
        var response = Http.get(url + path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(header(response, "Cache-Control")).isNotEqualTo("immutable");
        assertThat(text(response)).contains("\"status\":404").doesNotContain("trace", "java.");
    }

    @Test
    void showsAPersonWhoGoesAstrayThePageAndNotJson() {
        var response =
                Http.get(url + "/aps", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(header(response, "Content-Type")).startsWith("text/html");
        assertThat(text(response)).contains("<automat-app>");
    }

    @Test
    void protectsEveryAnswer() {
        for (var path : new String[] {"/", "/nothing", "/actuator/health", "/api/billing"}) {
            var response = Http.get(url + path);

            assertThat(header(response, "X-Content-Type-Options")).as(path).isEqualTo("nosniff");
            assertThat(header(response, "Referrer-Policy")).as(path).isEqualTo("no-referrer");
            assertThat(header(response, "Cross-Origin-Opener-Policy"))
                    .as(path)
                    .isEqualTo("same-origin");
            assertThat(header(response, "Content-Security-Policy"))
                    .as(path)
                    .contains("default-src 'none'", "frame-ancestors 'none'");
        }
    }

    @Test
    void letsTheStreamsWorkerCallTheServer() {
        var app =
                assets(text(Http.get(url + "/"))).stream()
                        .filter(asset -> asset.endsWith("/core/shared-feed.js"))
                        .findFirst()
                        .orElseThrow();

        var worker = Http.get(url + URI.create(app).resolve("./feed-worker.js"));

        assertThat(worker.statusCode()).isEqualTo(200);
        // A worker obeys the policy of its own script, not the page's.
        assertThat(header(worker, "Content-Security-Policy"))
                .contains("connect-src 'self'", "script-src 'self'")
                .doesNotContain("sandbox");
    }

    private static String type(String asset) {
        return switch (asset.substring(asset.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript";
            case "css" -> "text/css";
            case "svg" -> "image/svg+xml";
            default -> throw new AssertionError(asset);
        };
    }

    private static String importMap(String page) {
        return found(IMPORT_MAP, page).iterator().next();
    }

    private static Set<String> assets(String page) {
        return found(ASSET, page);
    }

    private static Set<String> found(Pattern pattern, String text) {
        var found = new TreeSet<String>();
        pattern.matcher(text).results().map(match -> match.group(1)).forEach(found::add);
        return found;
    }
}
