package dev.automat.cli.patrons;

/** Whoever sits at the terminal. */
final class Watcher {

    private Watcher() {}

    /** Whether there is one: a log file wants no line that changes twice a second. */
    // Never null on this JDK, but NullAway's model of it is older.
    @SuppressWarnings("SystemConsoleNull")
    static boolean isThere() {
        var console = System.console();
        return console != null && console.isTerminal();
    }
}
