package dev.automat.cli.terminal;

/** Makes text from elsewhere safe to print. */
public final class Printable {

    private Printable() {}

    /**
     * Shows control characters, which could move the cursor or worse, as {@code \x1b}. Tabs stay.
     */
    public static String text(String text) {
        if (text.chars().noneMatch(Printable::isControl)) {
            return text;
        }
        var printable = new StringBuilder(text.length() + 16);
        text.chars().forEach(character -> append(printable, character));
        return printable.toString();
    }

    private static boolean isControl(int character) {
        return Character.isISOControl(character) && character != '\t';
    }

    private static void append(StringBuilder printable, int character) {
        if (isControl(character)) {
            printable.append("\\x%02x".formatted(character));
        } else {
            printable.append((char) character);
        }
    }
}
