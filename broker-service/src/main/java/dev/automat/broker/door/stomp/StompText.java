package dev.automat.broker.door.stomp;

import java.util.Map;

/** Frames as they are written. */
final class StompText {

    private StompText() {}

    /** A frame without a body, but for its NUL. */
    static String frame(StompVersion version, String command, Map<String, String> headers) {
        var text = new StringBuilder(command).append('\n');
        headers.forEach((name, value) -> version.line(text, name, value));
        return text.append("\n\0").toString();
    }
}
