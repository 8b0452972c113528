package dev.automat.zmtp;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The system's Python, for which Debian packages its modules. */
final class Python {

    static final String EXECUTABLE = "/usr/bin/python3";

    private Python() {}

    /** Skips the test when a module is missing; where CI is true, fails it. */
    static void needs(String module) throws InterruptedException {
        if (has(module)) {
            return;
        }
        var missing =
                "%s has no module %s (Debian: apt install python3-%s)"
                        .formatted(EXECUTABLE, module, module);
        if ("true".equals(System.getenv("CI"))) {
            fail(missing);
        }
        abort(missing);
    }

    private static boolean has(String module) throws InterruptedException {
        try {
            var process = new ProcessBuilder(EXECUTABLE, "-c", "import " + module).start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        }
    }
}
