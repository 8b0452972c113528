package dev.automat.dashboard.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.MediaType;

/**
 * Everything the page loads, read once at the start: our own files and the few we use of the
 * libraries' jars. They lie under one path that carries a hash of them all, so relative imports
 * stay inside one version, and a browser may keep them for ever.
 */
final class Assets {

    private static final String OWN = "classpath*:/static/**/*.*";

    /** Path below {@code lib/} and where the jar has it; a jar's version stands for the star. */
    private static final Map<String, String> LIBRARIES =
            Map.ofEntries(
                    library("lit/index.js", "_static/lit/*/index.js"),
                    library("lit/directives/repeat.js", "_static/lit/*/directives/repeat.js"),
                    library("lit/directives/live.js", "_static/lit/*/directives/live.js"),
                    library("lit-element/lit-element.js", "_static/lit-element/*/lit-element.js"),
                    library(
                            "reactive-element/reactive-element.js",
                            "_static/reactive-element/*/reactive-element.js"),
                    library("reactive-element/css-tag.js", "_static/reactive-element/*/css-tag.js"),
                    library("lit-html/lit-html.js", "_static/lit-html/*/lit-html.js"),
                    library("lit-html/is-server.js", "_static/lit-html/*/is-server.js"),
                    library("lit-html/directive.js", "_static/lit-html/*/directive.js"),
                    library(
                            "lit-html/directive-helpers.js",
                            "_static/lit-html/*/directive-helpers.js"),
                    library(
                            "lit-html/directives/repeat.js",
                            "_static/lit-html/*/directives/repeat.js"),
                    library("lit-html/directives/live.js", "_static/lit-html/*/directives/live.js"),
                    library("uplot/uplot.js", "webjars/uplot/*/dist/uPlot.iife.min.js"),
                    library("uplot/uplot.css", "webjars/uplot/*/dist/uPlot.min.css"));

    private static final Map<String, MediaType> TYPES =
            Map.of(
                    "js", new MediaType("text", "javascript", StandardCharsets.UTF_8),
                    "css", new MediaType("text", "css", StandardCharsets.UTF_8),
                    "svg", new MediaType("image", "svg+xml", StandardCharsets.UTF_8));

    private final SortedMap<String, Asset> assets = new TreeMap<>();
    private final String version;

    private Assets(SortedMap<String, byte[]> files) {
        files.forEach((path, bytes) -> assets.put(path, new Asset(type(path), bytes)));
        version = hash(files);
    }

    private static Map.Entry<String, String> library(String path, String inJar) {
        return Map.entry("lib/" + path, "classpath*:/META-INF/resources/" + inJar);
    }

    /**
     * Reads them all.
     *
     * @throws IllegalStateException when a library's file is not there, or there twice
     */
    static Assets read() {
        var files = new TreeMap<String, byte[]>();
        try {
            for (var own : resources(OWN)) {
                var url = own.getURL().toString();
                var path = url.substring(url.lastIndexOf("/static/") + "/static/".length());
                files.put(path, own.getContentAsByteArray());
            }
            for (var library : LIBRARIES.entrySet()) {
                var found = resources(library.getValue());
                if (found.length != 1) {
                    throw new IllegalStateException(
                            "Expected one file %s, found %d"
                                    .formatted(library.getValue(), found.length));
                }
                files.put(library.getKey(), withoutSourceMap(found[0]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Assets(files);
    }

    private static Resource[] resources(String pattern) throws IOException {
        return new PathMatchingResourcePatternResolver().getResources(pattern);
    }

    /** The maps stay in the jars; a pointer to one would be a 404 in every developer's console. */
    private static byte[] withoutSourceMap(Resource library) throws IOException {
        var text = library.getContentAsString(StandardCharsets.UTF_8);
        return text.replaceAll("(?m)^//# sourceMappingURL=.*$", "")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String hash(SortedMap<String, byte[]> files) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            files.forEach((path, bytes) -> {
                digest.update(path.getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MediaType type(String path) {
        var type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("No media type for " + path);
        }
        return type;
    }

    @Nullable Asset find(String path) {
        return assets.get(path);
    }

    Iterable<String> paths() {
        return assets.keySet();
    }

    String version() {
        return version;
    }

    /** Where a file lies in this version. */
    String url(String path) {
        return "/assets/" + version + "/" + path;
    }
}
