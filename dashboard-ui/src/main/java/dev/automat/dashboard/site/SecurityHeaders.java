package dev.automat.dashboard.site;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Headers that keep a browser from doing with our answers what nobody meant. */
@Component
final class SecurityHeaders implements WebFilter {

    /** For answers that bring no policy of their own: nothing of them is to run. */
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        exchange.getResponse()
                .beforeCommit(() -> Mono.fromRunnable(() -> add(exchange.getResponse())));
        return chain.filter(exchange);
    }

    private static void add(ServerHttpResponse response) {
        var headers = response.getHeaders();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        // What has not changed keeps the policy it was sent with.
        if (!HttpStatus.NOT_MODIFIED.equals(response.getStatusCode())
                && !headers.containsHeader("Content-Security-Policy")) {
            headers.set("Content-Security-Policy", NOTHING);
        }
    }
}
