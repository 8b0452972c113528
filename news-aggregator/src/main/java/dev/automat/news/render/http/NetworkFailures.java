package dev.automat.news.render.http;

import dev.automat.news.render.RenderFailedException;
import dev.automat.news.render.RenderFailure;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Says in this service's words what the network client reports. */
final class NetworkFailures {

    private NetworkFailures() {}

    static RenderFailedException translate(Throwable cause, URI url, Duration timeout) {
        var host = url.getHost();
        return switch (cause) {
            case RenderFailedException failure -> failure;
            case UnknownHostException _ ->
                    failed(RenderFailure.DNS, "The name " + host + " does not resolve", cause);
            case ConnectTimeoutException _ ->
                    failed(RenderFailure.TIMEOUT, host + " does not accept connections", cause);
            case TimeoutException _ ->
                    failed(
                            RenderFailure.TIMEOUT,
                            host + " did not answer within " + timeout.toSeconds() + " s",
                            cause);
            case ConnectException _ when String.valueOf(cause.getMessage()).contains("refused") ->
                    failed(RenderFailure.REFUSED, host + " refuses connections", cause);
            case SSLException _ ->
                    failed(RenderFailure.TLS, "No secure connection to " + host, cause);
            default -> failed(RenderFailure.UNREACHABLE, "No answer from " + host, cause);
        };
    }

    private static RenderFailedException failed(
            RenderFailure failure, String message, Throwable cause) {
        return new RenderFailedException(failure, message, cause);
    }
}
