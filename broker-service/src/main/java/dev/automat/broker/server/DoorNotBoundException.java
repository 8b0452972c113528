package dev.automat.broker.server;

import java.net.InetSocketAddress;

/** A door's address cannot be listened on. */
final class DoorNotBoundException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String portProperty;

    DoorNotBoundException(Door door, InetSocketAddress address, Throwable cause) {
        super(
                "The %s door cannot listen on %s:%d: %s"
                        .formatted(
                                door.name(),
                                address.getAddress().getHostAddress(),
                                address.getPort(),
                                cause.getMessage()),
                cause);
        this.portProperty = door.portProperty();
    }

    String portProperty() {
        return portProperty;
    }
}
