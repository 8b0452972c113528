package dev.automat.cli.launch.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The JDK's ahead-of-time cache of this command line itself, from which the launcher and the
 * commands that it starts take most of their classes.
 *
 * <p>A cache that does not fit the jar or the JDK is ignored by the JVM.
 */
public final class OwnCache {

    private final Path file;
    private final Path log;
    private final Consumer<String> say;

    /**
     * Describes the cache, which may not be there yet.
     *
     * @param file the cache
     * @param log takes what a rehearsal prints
     * @param say takes a line when something takes long or fails
     */
    public OwnCache(Path file, Path log, Consumer<String> say) {
        this.file = file;
        this.log = log;
        this.say = say;
    }

    /**
     * Makes the cache unless it is there. Says so when that fails: all works without it.
     *
     * @param rehearsal program, flags and arguments of a run to learn from
     */
    public void prepare(List<String> rehearsal) {
        if (Files.exists(file)) {
            return;
        }
        say.accept("Preparing a fast start of the command line");
        try {
            rehearse(rehearsal);
        } catch (IOException failed) {
            say.accept("The command line cannot be prepared and starts slower: " + failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void rehearse(List<String> rehearsal) throws IOException, InterruptedException {
        var unfinished = Path.of(file + "." + ProcessHandle.current().pid());
        var command = new ArrayList<>(rehearsal);
        command.add(1, "-XX:AOTCacheOutput=" + unfinished);
        Files.deleteIfExists(log);
        if (new LoggedRun(command, log).succeeds() && Files.exists(unfinished)) {
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.deleteIfExists(unfinished);
            say.accept("The command line cannot be prepared and starts slower; see " + log);
        }
    }
}
