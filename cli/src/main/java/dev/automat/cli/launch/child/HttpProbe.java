package dev.automat.cli.launch.child;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;

/**
 * Asks a readiness URL; any status of 2xx is health.
 *
 * @param uri of HTTP
 */
public record HttpProbe(URI uri) implements Probe {

    private static final int PATIENCE_IN_MILLIS = 2000;

    @Override
    public Health check() {
        try {
            // The old client on purpose: it costs the launcher neither threads nor memory.
            var connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(PATIENCE_IN_MILLIS);
            connection.setReadTimeout(PATIENCE_IN_MILLIS);
            connection.setInstanceFollowRedirects(false);
            return judge(connection);
        } catch (ConnectException refused) {
            return Health.down("no connection");
        } catch (SocketTimeoutException silent) {
            return Health.down("no answer");
        } catch (IOException cause) {
            return Health.down(cause.getMessage() == null ? cause.toString() : cause.getMessage());
        }
    }

    private static Health judge(HttpURLConnection connection) throws IOException {
        try {
            int status = connection.getResponseCode();
            return status / 100 == 2 ? Health.up() : Health.down("HTTP " + status);
        } finally {
            connection.disconnect();
        }
    }
}
