package dev.automat.cli.terminal;

/** Takes back what a command asked to be done should the process end before the command. */
public final class ShutdownHooks {

    private ShutdownHooks() {}

    /** Removes a hook, or leaves it to run when the process is ending already. */
    public static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // Then the hook runs, and finds its work done.
        }
    }
}
