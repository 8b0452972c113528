package dev.automat.bench.patron;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Spring Boot service, extracted and trained for the JDK's ahead-of-time cache. */
final class PreparedService {

    private static final int REQUESTS = 20;

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
        rehearse(prepared, properties);
        return prepared;
    }

    /**
     * As {@code automat up} does it: until it has answered for a while; its end writes the cache.
     */
    private static void rehearse(PreparedService prepared, String... properties)
            throws IOException, InterruptedException {
        var where = List.of("-XX:AOTCacheOutput=" + prepared.cache(), "-jar", "" + prepared.jar);
        try (var service = ServerProcess.ofServiceOnAllCores(where, properties)) {
            for (var request = 0; request < REQUESTS; request++) {
                var _ = service.awaitAnswer();
            }
            service.awaitEnd();
        }
        if (!Files.exists(prepared.cache())) {
            throw new IOException("The rehearsal wrote no cache");
        }
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
