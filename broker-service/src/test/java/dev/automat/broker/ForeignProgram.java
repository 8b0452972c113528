package dev.automat.broker;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program in another language, from the test's resources. */
final class ForeignProgram {

    private static final long PATIENCE_SECONDS = 90;

    private ForeignProgram() {}

    /** Copies a script to a folder. */
    static Path script(String name, Path folder) throws IOException {
        try (var in = ForeignProgram.class.getResourceAsStream("/foreign/" + name)) {
            if (in == null) {
                throw new AssertionError("There is no script " + name);
            }
            var script = folder.resolve(name);
            Files.copy(in, script);
            return script;
        }
    }

    /** Unpacks a package of JavaScript where a script in the folder finds it. */
    static void npmPackage(String webJar, String name, Path folder) throws IOException {
        var description = "META-INF/maven/org.webjars.npm/" + webJar + "/pom.properties";
        var location = ForeignProgram.class.getClassLoader().getResource(description);
        if (location == null) {
            throw new AssertionError("There is no package " + webJar);
        }
        var jar = URI.create(location.toString().replaceFirst("!.*", ""));
        try (var files = FileSystems.newFileSystem(jar, Map.of());
                var versions = Files.list(files.getPath("META-INF/resources/webjars", webJar))) {
            var from = versions.findFirst().orElseThrow();
            copy(from, folder.resolve("node_modules").resolve(name));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isRegularFile(file)) {
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
    }

    /** Runs a program to its end, which must be a good one, and returns the lines it printed. */
    static List<String> run(Path folder, Object... command) throws IOException {
        var output = folder.resolve("output");
        var process =
                new ProcessBuilder(List.of(command).stream().map(String::valueOf).toList())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            var lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError((ended ? "Failed: " : "Did not end: ") + lines);
            }
            return lines;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
    }
}
