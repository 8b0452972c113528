package dev.automat.bench.patron;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/**
 * A Spring Boot service, extracted and trained for the JDK's ahead-of-time cache, in a folder of
 * its own that goes when it is closed.
 */
final class PreparedService implements AutoCloseable {

    private static final int REQUESTS = 20;

    private final Path folder;
    private final Path jar;

    private PreparedService(Path folder, Path jar) {
        this.folder = folder;
        this.jar = jar;
    }

    /** Prepares it; what it needs must be up. */
    static PreparedService of(Path jar, String... properties)
            throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("bench-patron");
        var home = folder.resolve("app");
        extract(jar, home, folder.resolve("extract.log"));
        var prepared = new PreparedService(folder, home.resolve(jar.getFileName()));
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
        return folder.resolve("app.aot");
    }

    /** What of a command line names it. */
    List<String> where() {
        return List.of("-XX:AOTCache=" + cache(), "-jar", "" + jar);
    }

    private static void extract(Path jar, Path home, Path log)
            throws IOException, InterruptedException {
        int exit =
                new ProcessBuilder(
                                ServerProcess.JAVA,
                                "-Djarmode=tools",
                                "-jar",
                                jar.toString(),
                                "extract",
                                "--destination",
                                home.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start()
                        .waitFor();
        if (exit != 0) {
            throw new IOException("Preparation ended with %d; see %s".formatted(exit, log));
        }
    }

    @Override
    public void close() throws IOException {
        FileSystemUtils.deleteRecursively(folder);
    }
}
