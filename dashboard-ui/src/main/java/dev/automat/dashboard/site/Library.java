package dev.automat.dashboard.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;

/**
 * A JavaScript library that comes in a jar, and the few files of it that the page loads.
 *
 * @param coordinates {@code groupId/artifactId} of the jar
 * @param folder where the jar keeps the library, above its version
 * @param files path within that version, and the path we serve it under
 */
record Library(String coordinates, String folder, Map<String, String> files) {

    private static final String MVNPM = "META-INF/resources/_static/";

    static final List<Library> ALL =
            List.of(
                    mvnpm("org.mvnpm/lit", "lit", "index.js", "directives/repeat.js"),
                    mvnpm("org.mvnpm/lit-element", "lit-element", "lit-element.js"),
                    mvnpm(
                            "org.mvnpm/lit-html",
                            "lit-html",
                            "lit-html.js",
                            "is-server.js",
                            "directive.js",
                            "directive-helpers.js",
                            "directives/repeat.js"),
                    mvnpm(
                            "org.mvnpm.at.lit/reactive-element",
                            "reactive-element",
                            "reactive-element.js",
                            "css-tag.js"),
                    new Library(
                            "org.webjars.npm/uplot",
                            "META-INF/resources/webjars/uplot/",
                            Map.of(
                                    "dist/uPlot.iife.min.js", "uplot/uplot.js",
                                    "dist/uPlot.min.css", "uplot/uplot.css")));

    Library {
        files = Map.copyOf(files);
    }

    private static Library mvnpm(String coordinates, String name, String... files) {
        var served =
                List.of(files).stream()
                        .collect(Collectors.toMap(file -> file, file -> name + "/" + file));
        return new Library(coordinates, MVNPM + name + "/", served);
    }

    /**
     * Where its files are on the class path.
     *
     * <p>These jars have no entries for their folders, so nothing can look for the version in the
     * path; the jar's own pom says it.
     *
     * @throws IOException when the jar is not there
     */
    String root() throws IOException {
        var pom = new Properties();
        var location = "META-INF/maven/" + coordinates + "/pom.properties";
        try (var in = new ClassPathResource(location).getInputStream()) {
            pom.load(in);
        }
        return folder + pom.getProperty("version") + "/";
    }

    /** The maps stay in the jars; a pointer to one would be a 404 in every developer's console. */
    static byte[] withoutSourceMap(byte[] script) {
        return new String(script, StandardCharsets.UTF_8)
                .replaceAll("(?m)^//# sourceMappingURL=.*$", "")
                .getBytes(StandardCharsets.UTF_8);
    }
}
