package dev.automat.cli.broker;

import picocli.CommandLine.Option;

/** Where the broker is. */
public final class BrokerAddress {

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "The broker's host (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--port",
            defaultValue = "25000",
            description = "The broker's port for frames (default: ${DEFAULT-VALUE}).")
    private int port;

    /** Name or address of its host. */
    public String host() {
        return host;
    }

    /** Port of its frames door, as it was given. */
    public int port() {
        return port;
    }
}
