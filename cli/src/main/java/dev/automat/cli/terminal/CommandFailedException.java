package dev.automat.cli.terminal;

/**
 * Ends a command with exit code 1 and one line on standard error, without a stack trace: something
 * outside this program did not work, and the message says what and how to go on.
 */
public final class CommandFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message what did not work, for the person at the terminal
     */
    public CommandFailedException(String message) {
        super(message);
    }

    /**
     * Creates the failure with the cause, which is shown when {@code AUTOMAT_DEBUG} is set.
     *
     * @param message what did not work, for the person at the terminal
     * @param cause what the failing call threw
     */
    public CommandFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
