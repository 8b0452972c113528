package dev.automat.system;

import dev.automat.test.Tools;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A program of {@code system-tests/python} and the lines it has printed. */
final class PythonProgram implements AutoCloseable {

    private static final Path FOLDER = Suite.root().resolve("system-tests/python");

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private PythonProgram(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::collect);
    }

    static PythonProgram start(Path python, String script, Object... arguments) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(python.toString(), "-u", FOLDER.resolve(script).toString()));
        for (var argument : arguments) {
            command.add(String.valueOf(argument));
        }
        return new PythonProgram(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    static PythonProgram start(String script, Object... arguments) throws IOException {
        return start(Tools.python(), script, arguments);
    }

    private void collect() {
        try (var reader =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("(closed)");
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("Still running, having printed " + lines);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
