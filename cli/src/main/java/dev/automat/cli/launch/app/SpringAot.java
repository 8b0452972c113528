package dev.automat.cli.launch.app;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Spring's ahead-of-time processing: which beans there are is found out once, and compiled.
 *
 * <p>The application then starts without scanning, without evaluating conditions and without
 * generating classes. Properties are still read at each start; only what conditions make of them is
 * settled.
 *
 * @see <a href="https://docs.spring.io/spring-boot/reference/packaging/aot.html">Spring Boot</a>
 */
final class SpringAot {

    /** Tells an application to use what was compiled. */
    static final String FLAG = "-Dspring.aot.enabled=true";

    private static final String PROCESSOR =
            "org.springframework.boot.SpringApplicationAotProcessor";

    private final Path programs;
    private final Path workFolder;
    private final Path log;

    /**
     * Prepares; nothing is done yet.
     *
     * @param programs folder of the JDK's programs
     * @param workFolder for what is generated; must not exist
     * @param log takes what the programs print
     */
    SpringAot(Path programs, Path workFolder, Path log) {
        this.programs = programs;
        this.workFolder = workFolder;
        this.log = log;
    }

    /**
     * Adds the compiled beans to a jar.
     *
     * @param jar an extracted application, its libraries in {@code lib} beside it
     * @param arguments of the application, for its conditions
     * @return whether that was possible; the jar is unchanged if not
     */
    boolean addTo(Path jar, List<String> arguments) throws IOException, InterruptedException {
        var sources = Files.createDirectories(workFolder.resolve("sources"));
        var output = Files.createDirectories(workFolder.resolve("classes"));
        var classPath = jar + File.pathSeparator + jar.resolveSibling("lib") + "/*";
        return generates(classPath, mainClass(jar), sources, output, arguments)
                && compiles(classPath, sources, output)
                && run(
                        "jar",
                        List.of("--update", "--file", jar.toString(), "-C", "" + output, "."));
    }

    private static String mainClass(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
        }
    }

    private boolean generates(
            String classPath, String main, Path sources, Path output, List<String> arguments)
            throws IOException, InterruptedException {
        var options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath));
        options.addAll(List.of(PROCESSOR, main, sources.toString()));
        // Resources and classes that it writes belong into the jar as they are.
        options.addAll(List.of(output.toString(), output.toString(), "dev.automat", main));
        options.addAll(arguments);
        return run("java", options);
    }

    private boolean compiles(String classPath, Path sources, Path output)
            throws IOException, InterruptedException {
        // What runs for seconds is not worth the optimizing compiler: half the work without it.
        var options = new ArrayList<>(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
        options.addAll(List.of("-nowarn", "-proc:none", "-d", output.toString()));
        options.addAll(List.of("-cp", classPath + File.pathSeparator + output));
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(Files::isRegularFile).map(Path::toString).forEach(options::add);
        }
        return run("javac", options);
    }

    private boolean run(String program, List<String> options)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(programs.resolve(program).toString()));
        command.addAll(options);
        return new LoggedRun(command, log).succeeds();
    }
}
