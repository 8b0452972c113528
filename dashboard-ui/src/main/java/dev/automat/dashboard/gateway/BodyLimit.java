package dev.automat.dashboard.gateway;

import java.util.concurrent.atomic.AtomicLong;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/** Refuses bodies that are too large: at once where their length is said, else as they pass it. */
final class BodyLimit implements GatewayFilter {

    private final long limitInBytes;

    BodyLimit(long limitInBytes) {
        this.limitInBytes = limitInBytes;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        long length = exchange.getRequest().getHeaders().getContentLength();
        if (length > limitInBytes) {
            return Mono.error(new BodyTooLargeException(limitInBytes));
        }
        if (length >= 0) {
            return chain.filter(exchange);
        }
        return chain.filter(exchange.mutate().request(new Counted(exchange.getRequest())).build());
    }

    /** A request whose body says nothing of its length. */
    private final class Counted extends ServerHttpRequestDecorator {

        Counted(ServerHttpRequest request) {
            super(request);
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return Flux.defer(() -> {
                var received = new AtomicLong();
                return super.getBody().handle((buffer, sink) -> pass(buffer, received, sink));
            });
        }

        private void pass(
                DataBuffer buffer, AtomicLong received, SynchronousSink<DataBuffer> sink) {
            if (received.addAndGet(buffer.readableByteCount()) <= limitInBytes) {
                sink.next(buffer);
            } else {
                DataBufferUtils.release(buffer);
                sink.error(new BodyTooLargeException(limitInBytes));
            }
        }
    }
}
