package dev.automat.web.listener;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Refuses listeners that others can reach, unless {@code automat.security.open=true} says that the
 * network around the service guards it.
 */
public final class ListenerGuard {

    private final boolean open;

    ListenerGuard(boolean open) {
        this.open = open;
    }

    /**
     * Lets a listener pass or stops the start.
     *
     * @param property the property that names the address, for the message
     * @param address a literal address or a host name; empty or a wildcard means all interfaces
     * @return the resolved address to bind
     * @throws OpenListenerException when the address is not loopback and access is not declared
     *     open
     * @throws IllegalArgumentException when the name does not resolve
     */
    public InetAddress permit(String property, String address) {
        try {
            var resolved = InetAddress.getByName(address.isBlank() ? "0.0.0.0" : address);
            if (!open && !resolved.isLoopbackAddress()) {
                throw new OpenListenerException(property, address);
            }
            return resolved;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    property + " names the host " + address + ", which does not resolve", e);
        }
    }
}
