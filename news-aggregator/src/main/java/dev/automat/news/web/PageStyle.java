package dev.automat.news.web;

import dev.automat.news.source.Color;
import dev.automat.news.source.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** The page's style sheet, which holds a colour for each source, light and dark. */
@Component
final class PageStyle {

    private static final Color LIGHT = Color.of("#ffffff");
    private static final Color DARK = Color.of("#161922");

    /** What WCAG 2 asks of graphics that mean something. */
    private static final double GRAPHICS_CONTRAST = 3;

    private final String css;
    private final String policy;

    PageStyle(Sources sources) {
        this.css = sheet() + colors(sources);
        this.policy =
                "default-src 'none'; style-src 'sha256-"
                        + hash(css)
                        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    String css() {
        return css;
    }

    /** The Content-Security-Policy that lets this sheet through and nothing else. */
    String policy() {
        return policy;
    }

    /** The class that carries a source's colour; ids are made of letters, digits and hyphens. */
    static String colorClass(String sourceId) {
        return "source-" + sourceId;
    }

    private static String sheet() {
        try {
            return new ClassPathResource("news.css", PageStyle.class)
                    .getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String colors(Sources sources) {
        var light = new StringBuilder();
        var dark = new StringBuilder();
        for (var source : sources.all()) {
            var color = source.color();
            var rule = ".%s{--source:%s}";
            var name = colorClass(source.id());
            light.append(
                    rule.formatted(name, color.standingOutFrom(LIGHT, GRAPHICS_CONTRAST).hex()));
            dark.append(rule.formatted(name, color.standingOutFrom(DARK, GRAPHICS_CONTRAST).hex()));
        }
        return light + "@media(prefers-color-scheme:dark){" + dark + "}";
    }

    private static String hash(String css) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder()
                    .encodeToString(digest.digest(css.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
