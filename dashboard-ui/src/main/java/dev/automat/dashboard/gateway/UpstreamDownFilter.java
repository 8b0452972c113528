package dev.automat.dashboard.gateway;

import java.io.IOException;
import java.time.Duration;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Tells a service that is down from a fault of our own, which the gateway answers alike with 500. A
 * connection refused, timed out or closed before the answer, and a host name that does not resolve,
 * are all {@link IOException}s.
 */
final class UpstreamDownFilter implements GatewayFilter {

    private final Upstream upstream;
    private final Duration patience;

    UpstreamDownFilter(Upstream upstream, Duration patience) {
        this.upstream = upstream;
        this.patience = patience;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return chain.filter(exchange)
                .onErrorMap(_ -> !exchange.getResponse().isCommitted(), this::translate);
    }

    private Throwable translate(Throwable cause) {
        if (cause instanceof IOException) {
            return new UpstreamDownException(upstream, cause);
        }
        var isSilent =
                cause instanceof ResponseStatusException status
                        && status.getStatusCode().equals(HttpStatus.GATEWAY_TIMEOUT);
        return isSilent ? new UpstreamSilentException(upstream, patience, cause) : cause;
    }
}
