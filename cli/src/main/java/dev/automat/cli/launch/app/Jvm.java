package dev.automat.cli.launch.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The Java virtual machines of the children: small, and all alike. */
public final class Jvm {

    private static final List<String> COMMON =
            List.of(
                    "-XX:+UseSerialGC",
                    "-Xss512k",
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:+ExitOnOutOfMemoryError",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dstdout.encoding=UTF-8",
                    "-Dstderr.encoding=UTF-8");

    private Jvm() {}

    /** Whether busy services get the optimizing compiler where nobody says: processors decide. */
    public static boolean optimizesByDefault() {
        return Runtime.getRuntime().availableProcessors() > 2;
    }

    /** The program {@code java} that runs this process. */
    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /**
     * Flags of a long-running service.
     *
     * @param heapInMebibytes the largest size of its heap
     * @param optimizes whether it gets the optimizing compiler
     */
    public static List<String> serviceFlags(int heapInMebibytes, boolean optimizes) {
        var flags = new ArrayList<>(COMMON);
        // The default, a part of the machine's memory, would let the first heap grow to its limit.
        flags.add("-Xms32m");
        flags.add("-Xmx" + heapInMebibytes + "m");
        if (optimizes) {
            flags.add("-XX:ReservedCodeCacheSize=64m");
        } else {
            flags.add("-XX:ReservedCodeCacheSize=32m");
            flags.add("-XX:TieredStopAtLevel=1");
        }
        return List.copyOf(flags);
    }

    /**
     * Where what the JVM has learnt of this command line is kept, if anywhere. Belongs to the jar
     * that runs; the start script names it.
     */
    public static Optional<Path> ownCache() {
        return Optional.ofNullable(System.getProperty("automat.cache")).map(Path::of);
    }

    /** The start of a command that runs this command line once more, as a child. */
    public static List<String> self(int heapInMebibytes) {
        var command = new ArrayList<>(List.of(java().toString()));
        command.addAll(COMMON);
        ownCache()
                .filter(Files::exists)
                .ifPresent(cache ->
                        command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off")));
        command.add("-Xms8m");
        command.add("-Xmx" + heapInMebibytes + "m");
        command.add("-XX:ReservedCodeCacheSize=16m");
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("dev.automat.cli.Automat");
        return List.copyOf(command);
    }
}
