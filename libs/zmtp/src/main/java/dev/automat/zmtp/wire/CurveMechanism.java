package dev.automat.zmtp.wire;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Elliptic-curve security (RFC 25 and 26): both sides prove who they are, and nobody on the way can
 * read, change or repeat what they say.
 */
public final class CurveMechanism implements Mechanism {

    private final CurveKey secret;
    private final @Nullable CurveKey server;
    private final Predicate<CurveKey> allowed;

    private CurveMechanism(
            CurveKey secret, @Nullable CurveKey server, Predicate<CurveKey> allowed) {
        this.secret = secret;
        this.server = server;
        this.allowed = allowed;
    }

    /**
     * The side that knows whom it calls.
     *
     * @param secret our own key
     * @param server the public key that the peer must prove to have the secret of
     */
    public static CurveMechanism client(CurveKey secret, CurveKey server) {
        return new CurveMechanism(secret, server, _ -> true);
    }

    /**
     * The side that is called.
     *
     * @param secret our own key
     * @param allowed whether the holder of a public key may connect; called on event loops, so it
     *     must not block
     */
    public static CurveMechanism server(CurveKey secret, Predicate<CurveKey> allowed) {
        return new CurveMechanism(secret, null, allowed);
    }

    @Override
    public String wireName() {
        return "CURVE";
    }

    @Override
    public boolean isServer(boolean inbound) {
        return server == null;
    }

    @Override
    public Handshake begin(Metadata own) {
        return server == null
                ? new CurveServer(own, secret, allowed)
                : new CurveClient(own, secret, server);
    }
}
