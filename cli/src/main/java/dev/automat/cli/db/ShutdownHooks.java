package dev.automat.cli.db;

/** Takes back what a command asked to be done should the process end before the command. */
final class ShutdownHooks {

    private ShutdownHooks() {}

    static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // Then the hook runs, and finds its work done.
        }
    }
}
