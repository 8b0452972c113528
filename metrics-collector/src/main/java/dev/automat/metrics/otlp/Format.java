package dev.automat.metrics.otlp;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** How a caller writes and wants to be answered. */
enum Format {
    PROTOBUF("application/x-protobuf"),
    JSON(MediaType.APPLICATION_JSON_VALUE);

    private final String mediaType;

    Format(String mediaType) {
        this.mediaType = mediaType;
    }

    MediaType mediaType() {
        return MediaType.parseMediaType(mediaType);
    }

    /** The format with this media type; null when there is none. */
    static @Nullable Format of(@Nullable MediaType mediaType) {
        for (var format : values()) {
            if (format.mediaType().equalsTypeAndSubtype(mediaType)) {
                return format;
            }
        }
        return null;
    }
}
