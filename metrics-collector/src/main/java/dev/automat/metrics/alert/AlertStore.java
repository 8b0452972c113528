package dev.automat.metrics.alert;

import dev.automat.metrics.archive.Archive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps alerts and mutes beside the history on disk, so that a restart neither forgets nor tells
 * them anew. For one thread, which may wait for the disk.
 */
@Component
final class AlertStore {

    private static final Logger log = LoggerFactory.getLogger(AlertStore.class);
    private static final int MAX_BYTES = 4 * 1_024 * 1_024;
    private static final String FILE = "alerts.json";

    private final Supplier<@Nullable Path> place;
    private final JsonMapper json;
    private boolean failed;

    @Autowired
    AlertStore(Archive archive, JsonMapper json) {
        this(archive::directory, json);
    }

    /** Asks for the directory each time; null means that nothing is kept. */
    AlertStore(Supplier<@Nullable Path> place, JsonMapper json) {
        this.place = place;
        this.json = json;
    }

    /** What is kept. */
    record State(List<Alert> alerts, List<Mute> mutes) {

        static final State NONE = new State(List.of(), List.of());
    }

    /** Reads what was kept; a damaged file is set aside and said. */
    State load() {
        var directory = place.get();
        if (directory == null) {
            return State.NONE;
        }
        var file = directory.resolve(FILE);
        try (var in = Files.newInputStream(file)) {
            @Nullable State state = json.readValue(in.readNBytes(MAX_BYTES), State.class);
            return isWhole(state) ? state : State.NONE;
        } catch (NoSuchFileException _) {
            return State.NONE;
        } catch (IOException | JacksonException e) {
            log.warn("Alerts in {} cannot be read; they begin anew", file, e);
            setAside(file);
            return State.NONE;
        }
    }

    // The file may be anyone's, and JSON knows null.
    @SuppressWarnings({"ConstantValue", "NullAway"})
    private static boolean isWhole(@Nullable State state) {
        return state != null && state.alerts() != null && state.mutes() != null;
    }

    private static void setAside(Path file) {
        try {
            Files.move(
                    file,
                    file.resolveSibling(FILE + ".damaged"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.warn("{} cannot be renamed", file, e);
        }
    }

    /** Writes all there is in place of what was. */
    void save(State state) {
        var directory = place.get();
        if (directory == null) {
            return;
        }
        var draft = directory.resolve(FILE + ".draft");
        try {
            Files.write(draft, json.writeValueAsBytes(state));
            Files.move(
                    draft,
                    directory.resolve(FILE),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            failed = false;
        } catch (IOException | JacksonException e) {
            if (!failed) {
                log.warn("Alerts cannot be kept in {}", directory, e);
            }
            failed = true;
        }
    }
}
