package dev.automat.metrics.archive;

import java.io.IOException;

/** A file does not hold what was written into it. */
final class CorruptFileException extends IOException {

    private static final long serialVersionUID = 1L;

    CorruptFileException(String message) {
        super(message);
    }
}
