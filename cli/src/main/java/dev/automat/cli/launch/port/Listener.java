package dev.automat.cli.launch.port;

/**
 * A port that a part of the suite is going to listen on.
 *
 * @param part who listens
 * @param purpose what is spoken there, such as {@code HTTP}
 * @param port TCP port on the loopback address
 * @param property what moves it when the part is started by hand
 */
public record Listener(String part, String purpose, int port, String property) {

    public Listener {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "A port must be 1 to 65535, %s of %s is %d".formatted(purpose, part, port));
        }
    }
}
