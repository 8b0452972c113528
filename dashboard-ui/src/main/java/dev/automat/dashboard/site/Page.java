package dev.automat.dashboard.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;

/** The one HTML page, filled in once for the version of its assets. */
final class Page {

    private static final String IMPORT_MAP =
            """
            {"imports":{"lit":"{{lib}}lit/index.js","lit/":"{{lib}}lit/","lit-html":"{{lib}}lit-html/lit-html.js",\
            "lit-html/":"{{lib}}lit-html/","lit-element/":"{{lib}}lit-element/",\
            "@lit/reactive-element":"{{lib}}reactive-element/reactive-element.js"}}\
            """;

    private final Asset html;
    private final String contentSecurityPolicy;
    private final String etag;

    Page(Assets assets) {
        var importMap = IMPORT_MAP.replace("{{lib}}", assets.url("lib/"));
        html =
                new Asset(
                        new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8),
                        template()
                                .replace("{{import-map}}", importMap)
                                .replace("{{preloads}}", preloads(assets))
                                .replace("{{assets}}", assets.url(""))
                                .replace("{{version}}", assets.version())
                                .getBytes(StandardCharsets.UTF_8));
        etag = "\"" + sha256(html.plain()) + "\"";
        contentSecurityPolicy =
                "default-src 'none'; script-src 'self' 'sha256-"
                        + sha256(importMap.getBytes(StandardCharsets.UTF_8))
                        + "'; style-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none';"
                        + " form-action 'none'; frame-ancestors 'none'";
    }

    private static String template() {
        try {
            return new ClassPathResource("site/page.html")
                    .getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without these a browser would find the modules one import at a time. */
    private static String preloads(Assets assets) {
        return StreamSupport.stream(assets.paths().spliterator(), false)
                .filter(path -> path.endsWith(".js") && isModuleOfThePage(path))
                .map(path -> "<link rel=\"modulepreload\" href=\"" + assets.url(path) + "\">")
                .collect(Collectors.joining("\n"));
    }

    /** Neither a classic script nor one that a worker runs. */
    private static boolean isModuleOfThePage(String path) {
        return !path.equals("automat/theme.js")
                && !path.startsWith("lib/uplot/")
                && !path.endsWith("-worker.js");
    }

    private static String sha256(byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder().encodeToString(digest.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Asset html() {
        return html;
    }

    String contentSecurityPolicy() {
        return contentSecurityPolicy;
    }

    String etag() {
        return etag;
    }
}
