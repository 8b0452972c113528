package dev.automat.metrics.otlp;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/** A whole request is not taken. */
final class ExportRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why, by the names that clients match on. */
    enum Reason {
        UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, 3),
        UNSUPPORTED_ENCODING(HttpStatus.UNSUPPORTED_MEDIA_TYPE, 3),
        BROKEN_BODY(HttpStatus.BAD_REQUEST, 3),
        TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, 8),
        TOO_SLOW(HttpStatus.REQUEST_TIMEOUT, 4),
        BUSY(HttpStatus.SERVICE_UNAVAILABLE, 14);

        private final HttpStatus status;
        private final int code;

        Reason(HttpStatus status, int code) {
            this.status = status;
            this.code = code;
        }

        HttpStatus status() {
            return status;
        }

        /** The same as gRPC knows it. */
        int code() {
            return code;
        }

        /** As it is written in types of problems and in tags. */
        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    ExportRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
