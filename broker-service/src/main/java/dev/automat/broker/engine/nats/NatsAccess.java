package dev.automat.broker.engine.nats;

import io.nats.client.Options;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** How to reach NATS: its servers, who they must be, and who the broker is to them. */
final class NatsAccess {

    /** More than the window lets anybody send, so that nobody ever waits for the client's queue. */
    private static final int OUTGOING_MESSAGES = 16_000_000;

    private final NatsProperties properties;
    private final String[] servers;
    private final @Nullable SSLContext tls;

    /**
     * Access as properties say.
     *
     * @throws IllegalArgumentException when an address cannot be one
     */
    NatsAccess(NatsProperties properties, SslBundles bundles) {
        this.properties = properties;
        this.servers = properties.url().split(",", -1);
        var _ = Options.builder().servers(servers);
        var bundle = properties.sslBundle();
        if (bundle != null) {
            tls = NatsTls.context(() -> bundles.getBundle(bundle));
        } else {
            boolean named = Arrays.stream(servers).anyMatch(NatsAccess::namesTls);
            tls = named ? NatsTls.context(SslBundle::systemDefault) : null;
        }
    }

    private static boolean namesTls(String server) {
        return server.strip().startsWith("tls:") || server.strip().startsWith("wss:");
    }

    /** Everything about a connection, but who listens to what becomes of it. */
    Options.Builder options() {
        var options =
                Options.builder()
                        .servers(servers)
                        .connectionName("automat-broker")
                        .connectionTimeout(properties.connectTimeout())
                        .reconnectWait(properties.retryPause())
                        .reconnectJitter(properties.retryPause())
                        .reconnectJitterTls(properties.retryPause())
                        .maxReconnects(-1)
                        // Only acknowledgements are sent while the connection is lost.
                        .reconnectBufferSize(-1)
                        .maxMessagesInOutgoingQueue(OUTGOING_MESSAGES)
                        .requestCleanupInterval(properties.retryPause());
        if (tls != null) {
            // The other modes put an address in the place of the name that a certificate is for.
            options.sslContext(tls).hostnameResolveMode(Options.HostnameResolveMode.HappyEyeballs);
        }
        logIn(options);
        return options;
    }

    private void logIn(Options.Builder options) {
        var user = properties.user();
        var password = properties.password();
        var token = properties.token();
        if (user != null && password != null) {
            options.userInfo(user.toCharArray(), password.toCharArray());
        } else if (token != null) {
            options.token(token.toCharArray());
        }
    }
}
