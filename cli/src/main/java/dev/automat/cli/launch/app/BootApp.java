package dev.automat.cli.launch.app;

import dev.automat.cli.launch.child.Probe;
import java.nio.file.Path;
import java.util.List;

/**
 * A Boot application as the build leaves it.
 *
 * @param name names its folder
 * @param jar the runnable jar
 * @param flags the flags of the JVM; the training needs those of the run
 * @param arguments what it is trained with
 * @param probe tells when it is up
 */
public record BootApp(
        String name, Path jar, List<String> flags, List<String> arguments, Probe probe) {

    public BootApp {
        flags = List.copyOf(flags);
        arguments = List.copyOf(arguments);
    }
}
