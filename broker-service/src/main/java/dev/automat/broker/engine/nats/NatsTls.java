package dev.automat.broker.engine.nats;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.springframework.boot.ssl.SslBundle;

/**
 * TLS as a bundle says. The bundle is asked for again at each connection, so that renewed
 * certificates count from the next one on; sessions are of no use to connections that last.
 */
final class NatsTls extends SSLContextSpi {

    private final Supplier<SslBundle> bundle;

    private NatsTls(Supplier<SslBundle> bundle) {
        this.bundle = bundle;
    }

    /**
     * A context for NATS's client, which knows no other way to be given sockets.
     *
     * @throws IllegalStateException when the bundle cannot be used now
     */
    static SSLContext context(Supplier<SslBundle> bundle) {
        var now = bundle.get().createSslContext();
        return new SSLContext(new NatsTls(bundle), now.getProvider(), now.getProtocol()) {};
    }

    private SSLContext current() {
        return bundle.get().createSslContext();
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        var used = bundle.get();
        return new IdentifiedSockets(used.createSslContext().getSocketFactory(), used.getOptions());
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException("The bundle has said it all");
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return current().getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return current().createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return current().createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return current().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return current().getClientSessionContext();
    }
}
