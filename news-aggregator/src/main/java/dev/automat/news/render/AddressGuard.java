package dev.automat.news.render;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Keeps renderers away from addresses that are not public: this machine, its networks, the cloud's
 * metadata. A page, its redirects and its scripts choose what is fetched, so every connection is
 * checked after its name is resolved. Hosts the operator lists are exempt, by name.
 */
@Component
public final class AddressGuard {

    private final List<HostPort> allowed;

    public AddressGuard(RenderProperties properties) {
        this.allowed = properties.allowHosts().stream().map(HostPort::of).toList();
    }

    /**
     * Lets a connection pass or refuses it.
     *
     * @param host the name as the page wrote it
     * @param address what it resolved to, and what will be connected to
     * @throws RenderFailedException with {@link RenderFailure#ADDRESS_BLOCKED}
     */
    public void check(String host, int port, InetAddress address) {
        if (!PublicAddresses.contain(address) && !isAllowed(host, port)) {
            throw blocked(host, port);
        }
    }

    /**
     * Resolves a name to the addresses that may be connected to. Blocks while it asks the system's
     * resolver.
     *
     * @return at least one
     * @throws RenderFailedException with {@link RenderFailure#DNS} or {@link
     *     RenderFailure#ADDRESS_BLOCKED}
     */
    public List<InetAddress> resolve(String host, int port) {
        var permitted =
                Arrays.stream(lookUp(host))
                        .filter(address ->
                                PublicAddresses.contain(address) || isAllowed(host, port))
                        .toList();
        if (permitted.isEmpty()) {
            throw blocked(host, port);
        }
        return permitted;
    }

    /** The port an address means, stated or not. */
    public static int port(URI url) {
        return url.getPort() != -1 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
    }

    private boolean isAllowed(String host, int port) {
        return allowed.stream().anyMatch(entry -> entry.covers(host, port));
    }

    private static InetAddress[] lookUp(String host) {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new RenderFailedException(
                    RenderFailure.DNS, "The name " + host + " does not resolve", e);
        }
    }

    private static RenderFailedException blocked(String host, int port) {
        return new RenderFailedException(
                RenderFailure.ADDRESS_BLOCKED,
                "The address of "
                        + host
                        + ":"
                        + port
                        + " is not public; automat.news.allow-hosts can allow it");
    }
}
