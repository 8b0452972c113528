package dev.automat.bench.patron;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Spring Boot service, extracted and trained for the JDK's ahead-of-time cache. */
final class PreparedService {

    private final Path home;
    private final Path jar;

    private PreparedService(Path home, Path jar) {
        this.home = home;
        this.jar = jar;
    }

    /** Prepares it; what it needs must be up. */
    static PreparedService of(Path jar, String... properties)
            throws IOException, InterruptedException {
        var home = Files.createTempDirectory("bench-patron").resolve("app");
        run(List.of("-Djarmode=tools", "-jar", "" + jar, "extract", "--destination", "" + home));
        var prepared = new PreparedService(home, home.resolve(jar.getFileName()));
        var training = new ArrayList<String>(ServerProcess.FLAGS);
        training.addAll(
                List.of(
                        "-XX:AOTCacheOutput=" + prepared.cache(),
                        "-Dspring.context.exit=onRefresh",
                        "-jar",
                        "" + prepared.jar));
        training.addAll(List.of(properties));
        run(training);
        return prepared;
    }

    private Path cache() {
        return home.resolve("app.aot");
    }

    /** What of a command line names it. */
    List<String> where() {
        return List.of("-XX:AOTCache=" + cache(), "-jar", "" + jar);
    }

    private static void run(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(ServerProcess.JAVA));
        command.addAll(arguments);
        var log = Files.createTempFile("bench-patron", ".log");
        int exit =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start()
                        .waitFor();
        if (exit != 0) {
            throw new IOException("Preparation ended with %d; see %s".formatted(exit, log));
        }
    }
}
