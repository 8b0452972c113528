package dev.automat.broker.engine.nats;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.springframework.boot.ssl.SslOptions;

/**
 * Sockets that refuse a server whose certificate is for another host than was asked for: NATS's
 * client leaves that out, and whoever has any certificate of the same authority could be the
 * server.
 */
final class IdentifiedSockets extends SSLSocketFactory {

    private final SSLSocketFactory factory;
    private final SslOptions options;

    IdentifiedSockets(SSLSocketFactory factory, SslOptions options) {
        this.factory = factory;
        this.options = options;
    }

    private Socket identified(Socket socket) {
        if (socket instanceof SSLSocket secure) {
            var parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            var ciphers = options.getCiphers();
            if (ciphers != null) {
                parameters.setCipherSuites(ciphers);
            }
            var protocols = options.getEnabledProtocols();
            if (protocols != null) {
                parameters.setProtocols(protocols);
            }
            secure.setSSLParameters(parameters);
        }
        return socket;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return factory.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
        return identified(factory.createSocket());
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
            throws IOException {
        return identified(factory.createSocket(socket, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return identified(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        return identified(factory.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return identified(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        return identified(factory.createSocket(host, port, local, localPort));
    }
}
