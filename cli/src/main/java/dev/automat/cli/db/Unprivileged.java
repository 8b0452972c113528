package dev.automat.cli.db;

import dev.automat.cli.terminal.CommandFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL refuses to run as root. In a user namespace without a mapping, root is nobody in the
 * eyes of the program, while its files stay root's.
 */
final class Unprivileged {

    private static final List<String> OWN_NAMESPACE = List.of("unshare", "--user");

    private Unprivileged() {}

    /** What to put before a command of PostgreSQL; nothing for everybody but root. */
    static List<String> prefix() {
        if (!"0".equals(outputOf("id", "-u"))) {
            return List.of();
        }
        var insider = outputOf("unshare", "--user", "id", "-u");
        if (insider.isEmpty() || "0".equals(insider)) {
            throw new CommandFailedException(
                    "PostgreSQL refuses to run as root, and 'unshare --user' does not work here;"
                            + " start this as another user");
        }
        return OWN_NAMESPACE;
    }

    private static String outputOf(String... command) {
        try {
            var process = new ProcessBuilder(command).start();
            var output = process.getInputStream().readAllBytes();
            boolean ended = process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
            return ended ? new String(output, StandardCharsets.UTF_8).strip() : "";
        } catch (IOException absent) {
            return "";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
