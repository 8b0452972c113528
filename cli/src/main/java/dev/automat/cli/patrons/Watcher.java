package dev.automat.cli.patrons;

/** Whoever sits at the terminal. */
final class Watcher {

    private Watcher() {}

    /** Whether there is one: a log file wants no line that changes twice a second. */
    static boolean isThere() {
        return System.console().isTerminal();
    }
}
