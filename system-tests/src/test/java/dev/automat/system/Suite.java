package dev.automat.system;

import static dev.automat.test.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code ./automat up} as a child of the test, on ports and data of its own. */
final class Suite implements AutoCloseable {

    /** The first start after a build prepares every service. */
    private static final Duration START = Duration.ofMinutes(8);

    private static final Path ROOT =
            Path.of(System.getProperty("automat.root", "..")).toAbsolutePath().normalize();

    private final Process launcher;
    private final int offset;
    private final Path log;

    private Suite(Process launcher, int offset, Path log) {
        this.launcher = launcher;
        this.offset = offset;
        this.log = log;
    }

    /**
     * Starts the suite on fresh data and returns while it starts.
     *
     * @param offset added to every port
     */
    static Suite launch(int offset, String... arguments) throws IOException {
        deleteTree(ROOT.resolve(".automat/offset-" + offset));
        var command = new ArrayList<>(heedingInterrupts());
        command.addAll(List.of(ROOT.resolve("automat").toString(), "up"));
        command.addAll(List.of("--offset", String.valueOf(offset)));
        command.addAll(List.of(arguments));
        var log = ROOT.resolve("system-tests/target/suite-" + offset + ".log");
        Files.createDirectories(log.getParent());
        var launcher =
                new ProcessBuilder(command)
                        .directory(ROOT.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        return new Suite(launcher, offset, log);
    }

    /** Who runs the tests in the background may have us, and so our children, ignore Ctrl-C. */
    private static List<String> heedingInterrupts() {
        boolean isLinux = System.getProperty("os.name").equals("Linux");
        return isLinux ? List.of("env", "--default-signal=INT") : List.of();
    }

    static Path root() {
        return ROOT;
    }

    /**
     * Waits until all is up and every named service says it is ready. The launcher's word counts:
     * while it prepares services they listen for a while as well.
     */
    Suite awaitReady(int... ports) {
        await("all up", () -> log().contains("All up after"));
        for (int port : ports) {
            await("port " + (port + offset) + " ready", () -> Http.isReady(url(port)));
        }
        return this;
    }

    private void await(String what, Callable<Boolean> condition) {
        eventually(what + ", see " + log, START, () -> !launcher.isAlive() || condition.call());
        if (!launcher.isAlive()) {
            throw new AssertionError("The launcher ended, see " + log);
        }
    }

    /** Address of the service whose usual port is given. */
    String url(int port) {
        return "http://127.0.0.1:" + (port + offset);
    }

    int port(int usual) {
        return usual + offset;
    }

    long pid() {
        return launcher.pid();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** Every process below the launcher, however deep. */
    List<ProcessHandle> descendants() {
        return launcher.descendants().toList();
    }

    /** The Java process that serves a name, by what its command line tells. */
    ProcessHandle serving(String name) {
        // Others know the name too: the dashboard is told of all services.
        return running("reporter.name=" + name)
                .orElseThrow(() -> new AssertionError("No process serves " + name));
    }

    /** The Java process whose command line has an argument that ends so. */
    Optional<ProcessHandle> running(String argument) {
        return descendants().stream()
                .filter(child -> commandLine(child).contains(argument + " "))
                .filter(child -> commandLine(child).contains("java"))
                .min(Comparator.comparingLong(ProcessHandle::pid));
    }

    /** Read from /proc: {@link ProcessHandle.Info} leaves out long command lines. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .replace('\0', ' ');
        } catch (IOException e) {
            return process.info().commandLine().orElse("");
        }
    }

    /** Sends what Ctrl-C sends. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", String.valueOf(launcher.pid())).start().waitFor();
    }

    int awaitExit(Duration patience) throws InterruptedException {
        if (!launcher.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("The launcher did not end within " + patience);
        }
        return launcher.exitValue();
    }

    void kill() {
        launcher.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        var children = descendants();
        try {
            interrupt();
            launcher.waitFor(40, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            launcher.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
