package dev.automat.reporter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** This machine's name, without asking a name server, which could take long. */
final class Host {

    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private Host() {}

    /** The name; null when the machine does not tell. */
    static @Nullable String name() {
        try {
            return Files.readString(KERNEL).strip();
        } catch (IOException _) {
            var name = System.getenv("HOSTNAME");
            return name == null ? System.getenv("COMPUTERNAME") : name;
        }
    }
}
