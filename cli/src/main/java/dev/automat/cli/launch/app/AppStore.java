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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Keeps applications extracted, each with the JDK's ahead-of-time cache, which more than halves the
 * time of a start.
 *
 * <p>One folder per build of an application, JDK and set of flags; folders of earlier builds are
 * removed. Without a cache an application still runs, only slower.
 */
public final class AppStore {

    private static final int PATIENCE_IN_SECONDS = 180;
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

    /**
     * Makes an application ready to start, once for each build of it.
     *
     * @return program, flags and jar: all of a command but the application's own arguments
     */
    public List<String> prepare(BootApp app) throws IOException, InterruptedException {
        try (var _ = lock(app)) {
            var home = folder.resolve(app.name() + "-" + fingerprint(app));
            if (!Files.isDirectory(home)) {
                extract(app, home);
                removeEarlierBuilds(app, home);
            }
            if (!Files.exists(home.resolve(CACHE)) && !Files.exists(home.resolve(NO_CACHE))) {
                train(app, home);
            }
            return command(app, home);
        }
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
        return Fingerprint.of(app.jar(), circumstances);
    }

    private void extract(BootApp app, Path home) throws IOException, InterruptedException {
        var unfinished = folder.resolve(app.name() + ".unfinished");
        delete(unfinished);
        var command =
                List.of(
                        java.toString(),
                        "-Djarmode=tools",
                        "-jar",
                        app.jar().toString(),
                        "extract",
                        "--destination",
                        unfinished.toString());
        if (!run(command, log(app))) {
            throw new IOException("Cannot extract %s; see %s".formatted(app.jar(), log(app)));
        }
        Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
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
        say.accept("Preparing a fast start of " + app.name());
        var unfinished = home.resolve("unfinished.aot");
        var command = new ArrayList<>(List.of(java.toString()));
        command.addAll(app.flags());
        command.add("-XX:AOTCacheOutput=" + unfinished);
        // Ends before anything connects or listens.
        command.add("-Dspring.context.exit=onRefresh");
        command.addAll(List.of("-jar", runnable(app, home)));
        command.addAll(app.arguments());
        if (run(command, log(app)) && Files.exists(unfinished)) {
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
        command.addAll(List.of("-jar", runnable(app, home)));
        return List.copyOf(command);
    }

    private static String runnable(BootApp app, Path home) {
        return home.resolve(app.jar().getFileName()).toString();
    }

    private Path log(BootApp app) {
        return logs.resolve("prepare-" + app.name() + ".log");
    }

    private static boolean run(List<String> command, Path log)
            throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            return process.waitFor(PATIENCE_IN_SECONDS, TimeUnit.SECONDS)
                    && process.exitValue() == 0;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
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
