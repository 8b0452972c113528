package dev.automat.metrics.alert.rule;

import java.nio.file.Path;

/** A file of alert rules cannot be used. */
final class InvalidRulesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidRulesException(Path file, String reason) {
        super("Alert rules " + file + ": " + reason);
    }
}
