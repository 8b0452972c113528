package dev.automat.broker.door.stomp;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A version of the protocol, and how its headers say what else would end a name or a line. */
enum StompVersion {
    /** Has no escapes: line feeds cannot be said, nor colons in names. */
    V1_0("1.0", ""),
    /** Escapes line feeds, colons and backslashes. */
    V1_1("1.1", "nc\\"),
    /** Escapes carriage returns too. */
    V1_2("1.2", "nc\\r");

    private static final String PLAIN = "\n:\\\r";
    private static final String CODES = "nc\\r";

    private final String number;

    /** What may follow a backslash. */
    private final String codes;

    StompVersion(String number, String codes) {
        this.number = number;
        this.codes = codes;
    }

    /** The newest of some, by number; null when none is known. */
    static @Nullable StompVersion newestOf(List<String> numbers) {
        return Arrays.stream(values())
                .filter(version -> numbers.contains(version.number))
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** As headers have it. */
    String number() {
        return number;
    }

    /**
     * What an escaped name or value means.
     *
     * @throws StompException when the version does not know an escape
     */
    String unescaped(String text) throws StompException {
        if (codes.isEmpty() || text.indexOf('\\') < 0) {
            return text;
        }
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '\\') {
                i++;
                next = plainOf(i < text.length() ? text.charAt(i) : ' ');
            }
            plain.append(next);
        }
        return plain.toString();
    }

    private char plainOf(char code) throws StompException {
        if (codes.indexOf(code) < 0) {
            throw new StompException("A header has an unknown escape");
        }
        return PLAIN.charAt(CODES.indexOf(code));
    }

    /** Adds a header's line. What the version cannot say becomes a space. */
    void line(StringBuilder text, String name, String value) {
        for (int i = 0; i < name.length(); i++) {
            escape(text, name.charAt(i), true);
        }
        text.append(':');
        for (int i = 0; i < value.length(); i++) {
            escape(text, value.charAt(i), false);
        }
        text.append('\n');
    }

    private void escape(StringBuilder text, char plain, boolean inName) {
        int kind = PLAIN.indexOf(plain);
        if (kind >= 0 && codes.indexOf(CODES.charAt(kind)) >= 0) {
            text.append('\\').append(CODES.charAt(kind));
        } else if (plain == '\n' || (plain == ':' && inName)) {
            text.append(' ');
        } else {
            text.append(plain);
        }
    }

    /** Header lines of the newest version, in which messages keep theirs, as this one has them. */
    String retold(String lines) {
        if (this == V1_2 || lines.indexOf('\\') < 0) {
            return lines;
        }
        var text = new StringBuilder(lines.length());
        boolean inName = true;
        for (int i = 0; i < lines.length(); i++) {
            char next = lines.charAt(i);
            int code =
                    next == '\\' && i + 1 < lines.length()
                            ? CODES.indexOf(lines.charAt(i + 1))
                            : -1;
            if (code >= 0) {
                escape(text, PLAIN.charAt(code), inName);
                i++;
            } else {
                text.append(next);
                inName = next == '\n' || (inName && next != ':');
            }
        }
        return text.toString();
    }
}
