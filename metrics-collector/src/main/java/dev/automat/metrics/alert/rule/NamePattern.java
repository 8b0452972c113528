package dev.automat.metrics.alert.rule;

/**
 * A name, in which {@code *} stands for any characters.
 *
 * @param text 1 to 255 characters
 */
public record NamePattern(String text) {

    private static final int MAX_LENGTH = 255;

    public NamePattern {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "Name must have 1 to %d characters, has %d"
                            .formatted(MAX_LENGTH, text.length()));
        }
    }

    /** Whether a name is meant. Takes no longer than the product of both lengths. */
    public boolean matches(String name) {
        int inText = 0;
        int inName = 0;
        int star = -1;
        int taken = 0;
        while (inName < name.length()) {
            if (inText < text.length() && text.charAt(inText) == '*') {
                star = inText++;
                taken = inName;
            } else if (inText < text.length() && text.charAt(inText) == name.charAt(inName)) {
                inText++;
                inName++;
            } else if (star >= 0) {
                // The last star takes one character more.
                inText = star + 1;
                inName = ++taken;
            } else {
                return false;
            }
        }
        while (inText < text.length() && text.charAt(inText) == '*') {
            inText++;
        }
        return inText == text.length();
    }

    @Override
    public String toString() {
        return text;
    }
}
