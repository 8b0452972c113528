package dev.automat.metrics.alert.rule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ByteArrayResource;

/**
 * The rules that a YAML file states, read anew when it changes. A file that became wrong changes
 * nothing: the rules before it stay, and why is said once. For one thread, but for the getters.
 */
public final class RulesFile {

    private static final Logger log = LoggerFactory.getLogger(RulesFile.class);
    private static final int MAX_BYTES = 256 * 1_024;

    private final @Nullable Path file;
    private @Nullable Stamp stamp;
    private volatile AlertRules rules = AlertRules.defaults();
    private volatile @Nullable String problem;

    /** What tells that a file is another one than before. */
    private record Stamp(FileTime modified, long size, @Nullable Object key) {}

    /**
     * Reads the file.
     *
     * @param file null when there is none, which means the default rules
     * @throws InvalidRulesException when it cannot be read or used
     */
    public RulesFile(@Nullable Path file) {
        this.file = file;
        if (file != null) {
            stamp = stamp(file);
            rules = read(file);
        }
    }

    /** The rules in force. */
    public AlertRules rules() {
        return rules;
    }

    /** Why the file's newest content is not in force; null when it is. */
    public @Nullable String problem() {
        return problem;
    }

    /** Reads the file again if it is not the one read last. */
    public void refresh() {
        if (file == null) {
            return;
        }
        var now = stamp(file);
        if (Objects.equals(now, stamp)) {
            return;
        }
        stamp = now;
        try {
            rules = read(file);
            problem = null;
            log.info("Alert rules {} were read again", file);
        } catch (InvalidRulesException e) {
            problem = e.getMessage();
            log.warn("The alert rules before stay in force. {}", e.getMessage());
        }
    }

    private static @Nullable Stamp stamp(Path file) {
        try {
            var found = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(found.lastModifiedTime(), found.size(), found.fileKey());
        } catch (IOException _) {
            return null; // Said by who reads it.
        }
    }

    private static AlertRules read(Path file) {
        try (var in = Files.newInputStream(file)) {
            var content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new InvalidRulesException(file, "has more than " + MAX_BYTES + " bytes");
            }
            return parse(file, content);
        } catch (IOException e) {
            throw new InvalidRulesException(file, "cannot be read (" + e + ")");
        }
    }

    private static AlertRules parse(Path file, byte[] content) throws IOException {
        var sources = new MutablePropertySources();
        try {
            new YamlPropertySourceLoader()
                    .load(file.toString(), new ByteArrayResource(content))
                    .forEach(sources::addLast);
        } catch (RuntimeException e) {
            throw new InvalidRulesException(file, "is no YAML of keys and values: " + firstLine(e));
        }
        try {
            return new Binder(ConfigurationPropertySources.from(sources))
                    .bindOrCreate(
                            ConfigurationPropertyName.EMPTY,
                            Bindable.of(AlertRules.class),
                            new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
        } catch (BindException e) {
            throw new InvalidRulesException(file, e.getName() + ": " + firstLine(root(e)));
        }
    }

    private static Throwable root(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
