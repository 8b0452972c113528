package dev.automat.patron.cache;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Keeps what happens by the thousand out of the log; other tests read it. */
final class QuietLog {

    private static final List<String> LOUD =
            List.of("dev.automat.patron", "reactor", "io.r2dbc", "io.netty", "org.springframework");

    private QuietLog() {}

    static void begin() {
        LOUD.forEach(name -> set(name, Level.OFF));
    }

    static void end() {
        LOUD.forEach(name -> set(name, null));
    }

    private static void set(String name, @Nullable Level level) {
        ((Logger) LoggerFactory.getLogger(name)).setLevel(level);
    }
}
