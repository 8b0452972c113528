package dev.automat.cli.launch;

import dev.automat.cli.launch.child.HttpProbe;
import dev.automat.cli.launch.child.Probe;
import java.net.URI;

/** Finds the probe for an address. */
final class Probes {

    private Probes() {}

    /**
     * The probe for a part.
     *
     * @param address an HTTP or JDBC URL; empty for a part that listens nowhere
     */
    static Probe of(String address) {
        if (address.isEmpty()) {
            return Probe.ALIVE;
        }
        return address.startsWith("jdbc:")
                ? new PostgresProbe(address)
                : new HttpProbe(URI.create(address));
    }
}
