package dev.automat.reporter.wire;

import java.io.IOException;

/** The peer does not speak ZMTP 3 with the NULL mechanism, or not like a SUB socket. */
final class PeerRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    PeerRefusedException(String message) {
        super(message);
    }
}
