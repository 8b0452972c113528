package dev.automat.cli.launch.app;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Keeps applications extracted and prepared, each with its beans compiled by Spring's ahead-of-time
 * processing and with the JDK's ahead-of-time cache: a start takes a third of the work then.
 *
 * <p>One folder per build of an application, JDK, set of flags and set of environment variables
 * that are the application's properties; folders of earlier builds are removed. An application that
 * cannot be prepared still runs, only slower.
 */
public final class AppStore {

    /** Beginnings of the environment variables that may decide which beans there are. */
    private static final List<String> PROPERTIES =
            List.of("AUTOMAT_", "LOGGING_", "MANAGEMENT_", "SERVER_", "SPRING_", "SPRINGDOC_");

    private static final String COMPILED = "compiled.jar";
    private static final String CACHE = "app.aot";
    private static final String NO_CACHE = "no-cache";

    private final Path folder;
    private final Path java;
    private final Path logs;
    private final Consumer<String> say;

    /**
     * Opens the store.
     *
     * @param folder where applications are kept
     * @param java the program that runs them
     * @param logs where an extraction and a training leave what they printed
     * @param say takes a line when something takes long or fails
     */
    public AppStore(Path folder, Path java, Path logs, Consumer<String> say) {
        this.folder = folder;
        this.java = java;
        this.logs = logs;
        this.say = say;
    }

    /** Whether an application can be started as it is. */
    public boolean isPrepared(BootApp app) throws IOException {
        return isPrepared(homeOf(app));
    }

    private static boolean isPrepared(Path home) {
        return Files.exists(home.resolve(CACHE)) || Files.exists(home.resolve(NO_CACHE));
    }

    /**
     * Makes an application ready to start, once for each build of it. Runs it for that, so what it
     * needs must be up.
     *
     * @return program, flags and jar: all of a command but the application's own arguments
     */
    public List<String> prepare(BootApp app) throws IOException, InterruptedException {
        try (var _ = lock(app)) {
            var home = homeOf(app);
            if (!isPrepared(home)) {
                say.accept("Preparing a fast start of " + app.name());
                Files.deleteIfExists(log(app));
                extract(app, home);
                removeEarlierBuilds(app, home);
                train(app, home);
            }
            return command(app, home);
        }
    }

    private Path homeOf(BootApp app) throws IOException {
        return folder.resolve(app.name() + "-" + fingerprint(app));
    }

    /** Another suite, with another offset, may be preparing the same application. */
    private FileChannel lock(BootApp app) throws IOException {
        Files.createDirectories(folder);
        var channel =
                FileChannel.open(
                        folder.resolve(app.name() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        var _ = channel.lock();
        return channel;
    }

    private static String fingerprint(BootApp app) throws IOException {
        var circumstances = new ArrayList<>(app.flags());
        circumstances.add(System.getProperty("java.vm.version"));
        circumstances.add(System.getProperty("os.arch"));
        System.getenv().entrySet().stream()
                .filter(variable -> PROPERTIES.stream().anyMatch(variable.getKey()::startsWith))
                .map(Object::toString)
                .sorted()
                .forEach(circumstances::add);
        return Fingerprint.of(app.jar(), circumstances);
    }

    private void extract(BootApp app, Path home) throws IOException, InterruptedException {
        var unfinished = folder.resolve(app.name() + ".unfinished");
        var generated = folder.resolve(app.name() + ".generated");
        delete(unfinished);
        delete(generated);
        delete(home);
        var command =
                List.of(
                        java.toString(),
                        "-Djarmode=tools",
                        "-jar",
                        app.jar().toString(),
                        "extract",
                        "--destination",
                        unfinished.toString());
        if (!new LoggedRun(command, log(app)).succeeds()) {
            throw new IOException("Cannot extract %s; see %s".formatted(app.jar(), log(app)));
        }
        compileBeans(app, unfinished, generated);
        Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
    }

    private void compileBeans(BootApp app, Path home, Path generated)
            throws IOException, InterruptedException {
        var jar = home.resolve(app.jar().getFileName());
        var compiled = Files.copy(jar, home.resolve(COMPILED));
        var programs = java.resolveSibling("");
        if (!new SpringAot(programs, generated, log(app)).addTo(compiled, app.arguments())) {
            Files.delete(compiled);
            say.accept(
                    "The beans of %s cannot be compiled, it starts slower; see %s"
                            .formatted(app.name(), log(app)));
        }
        delete(generated);
    }

    private void removeEarlierBuilds(BootApp app, Path home) throws IOException {
        try (var folders = Files.newDirectoryStream(folder, app.name() + "-[0-9a-f]*-[0-9]*")) {
            for (var earlier : folders) {
                if (!earlier.equals(home)) {
                    delete(earlier);
                }
            }
        }
    }

    private void train(BootApp app, Path home) throws IOException, InterruptedException {
        var unfinished = home.resolve("unfinished.aot");
        var command = new ArrayList<>(List.of(java.toString()));
        command.addAll(app.flags());
        command.add("-XX:AOTCacheOutput=" + unfinished);
        command.addAll(runnable(app, home));
        command.addAll(app.arguments());
        // The JVM writes the cache when it ends, which is most of the work.
        boolean isWritten = new LoggedRun(command, log(app)).rehearses(app.probe());
        if (isWritten && Files.exists(unfinished)) {
            Files.move(unfinished, home.resolve(CACHE), StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.deleteIfExists(unfinished);
            Files.createFile(home.resolve(NO_CACHE));
            say.accept(
                    "%s cannot be prepared and starts slower; see %s"
                            .formatted(app.name(), log(app)));
        }
    }

    private List<String> command(BootApp app, Path home) {
        var command = new ArrayList<>(List.of(java.toString()));
        command.addAll(app.flags());
        if (Files.exists(home.resolve(CACHE))) {
            command.add("-XX:AOTCache=" + home.resolve(CACHE));
        }
        command.addAll(runnable(app, home));
        return List.copyOf(command);
    }

    private static List<String> runnable(BootApp app, Path home) {
        var compiled = home.resolve(COMPILED);
        return Files.exists(compiled)
                ? List.of(SpringAot.FLAG, "-jar", compiled.toString())
                : List.of("-jar", home.resolve(app.jar().getFileName()).toString());
    }

    private Path log(BootApp app) {
        return logs.resolve("prepare-" + app.name() + ".log");
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (File file : paths.sorted(Comparator.reverseOrder()).map(Path::toFile).toList()) {
                Files.deleteIfExists(file.toPath());
            }
        }
    }
}
