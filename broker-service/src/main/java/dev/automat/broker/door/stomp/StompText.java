package dev.automat.broker.door.stomp;

import java.util.Map;

/** Frames and header lines as they are written. */
final class StompText {

    private StompText() {}

    /** A frame without a body, but for its NUL. */
    static String frame(String command, Map<String, String> headers) {
        var text = new StringBuilder(command).append('\n');
        headers.forEach((name, value) -> line(text, name, value));
        return text.append("\n\0").toString();
    }

    static void line(StringBuilder text, String name, String value) {
        escape(text, name);
        text.append(':');
        escape(text, value);
        text.append('\n');
    }

    private static void escape(StringBuilder text, String plain) {
        for (int i = 0; i < plain.length(); i++) {
            switch (plain.charAt(i)) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case ':' -> text.append("\\c");
                case '\\' -> text.append("\\\\");
                default -> text.append(plain.charAt(i));
            }
        }
    }
}
