package dev.automat.dashboard.gateway;

import java.io.IOException;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Tells a service that is down from a fault of our own, which the gateway answers alike with 500. A
 * connection refused, timed out or closed before the answer, and a host name that does not resolve,
 * are all {@link IOException}s.
 */
final class UpstreamDownFilter implements GatewayFilter {

    private final Upstream upstream;

    UpstreamDownFilter(Upstream upstream) {
        this.upstream = upstream;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return chain.filter(exchange)
                .onErrorMap(
                        cause ->
                                cause instanceof IOException
                                        && !exchange.getResponse().isCommitted(),
                        cause -> new UpstreamDownException(upstream, cause));
    }
}
