package dev.automat.cli.launch.port;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Finds, before anything is started, the ports that others listen on. */
public final class PortCheck {

    private final IntFunction<Optional<ProcessHandle>> holders;

    /** Checks this machine's ports. */
    public PortCheck() {
        this(new PortHolders()::holderOf);
    }

    PortCheck(IntFunction<Optional<ProcessHandle>> holders) {
        this.holders = holders;
    }

    /** The taken ones among the given ports, in the same order. */
    public List<TakenPort> taken(List<Listener> wanted) {
        return wanted.stream()
                .filter(listener -> !isFree(listener.port()))
                .map(listener -> new TakenPort(listener, holders.apply(listener.port())))
                .toList();
    }

    /** Whether nobody listens on this port of the loopback address. */
    private static boolean isFree(int port) {
        // The default of SO_REUSEADDR lets ports of closed connections pass, but no listener.
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
