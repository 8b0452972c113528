package dev.automat.bench.process;

import dev.automat.cli.launch.app.AppStore;
import dev.automat.cli.launch.app.BootApp;
import dev.automat.cli.launch.app.Jvm;
import dev.automat.cli.launch.child.HttpProbe;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/**
 * A service as {@code automat up} starts it: with its beans compiled, its start rehearsed into the
 * JDK's ahead-of-time cache, and the launcher's flags, which leave out the optimizing compiler
 * where processors are scarce.
 */
public final class PreparedService {

    /** What the launcher grants each of them. */
    private static final int HEAP_IN_MEBIBYTES = 128;

    private final List<String> command;

    private PreparedService(List<String> command) {
        this.command = command;
    }

    /**
     * Prepares a service; that takes some twenty seconds, and it must not run meanwhile.
     *
     * @param httpPort where it says that it is ready; one of the arguments
     * @param arguments what it is rehearsed with
     */
    public static PreparedService of(Path jar, int httpPort, List<String> arguments)
            throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("bench-prepared");
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> delete(folder)));
        var store = new AppStore(folder, Jvm.java(), folder, System.out::println);
        var readiness = "http://127.0.0.1:%d/actuator/health/readiness".formatted(httpPort);
        var app =
                new BootApp(
                        "service",
                        jar,
                        Jvm.serviceFlags(HEAP_IN_MEBIBYTES, Jvm.optimizesByDefault()),
                        arguments,
                        new HttpProbe(URI.create(readiness)));
        return new PreparedService(store.prepare(app));
    }

    private static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            System.err.println("Left behind: " + folder + " (" + e + ")");
        }
    }

    /** Program, flags and jar: all of a command but the service's own arguments. */
    public List<String> command() {
        return command;
    }

    /** How it is compiled, for what is printed. */
    public static String compilers() {
        return Jvm.optimizesByDefault() ? "both compilers" : "the first compiler only";
    }
}
