package dev.automat.bench.broker;

import java.io.IOException;

/** A server to compare with cannot be had here. */
final class MissingPeerException extends IOException {

    private static final long serialVersionUID = 1L;

    MissingPeerException(String message) {
        super(message);
    }
}
