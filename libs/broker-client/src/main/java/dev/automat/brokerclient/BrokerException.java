package dev.automat.brokerclient;

import java.io.IOException;

/**
 * The broker cannot be reached or the connection to it ended. The message says which broker; the
 * cause, where there is one, says why.
 */
public final class BrokerException extends IOException {

    private static final long serialVersionUID = 1L;

    BrokerException(String message) {
        super(message);
    }

    BrokerException(String message, IOException cause) {
        super(message, cause);
    }
}
