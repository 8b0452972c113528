package dev.automat.metrics.stream;

import dev.automat.metrics.hub.FeedFullException;
import dev.automat.metrics.hub.FeedHub;
import dev.automat.metrics.hub.FeedProperties;
import dev.automat.metrics.hub.FeedSubscription;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * {@code GET /feed}: every sample, as server-sent events.
 *
 * <p>The head of the answer and its end take WebFlux's way; events go from the hub straight to the
 * client's channel, which alone knows when it can take more.
 */
@RestController
final class FeedController {

    private static final URI FEED_FULL = URI.create("urn:problem-type:metrics:feed-full");

    private final FeedHub hub;
    private final long maxUnsentBytes;
    private final SharedChunks shared = new SharedChunks();

    FeedController(FeedHub hub, FeedProperties properties) {
        this.hub = hub;
        this.maxUnsentBytes = properties.maxUnsentSize().toBytes();
    }

    @GetMapping("/feed")
    Mono<Void> feed(
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            ServerHttpResponse response) {
        var outlet = new ChannelOutlet(maxUnsentBytes, shared);
        return Mono.using(
                () -> hub.subscribe(lastEventId, outlet),
                subscription -> stream(response, outlet, subscription),
                hub::unsubscribe);
    }

    private static Mono<Void> stream(
            ServerHttpResponse response, ChannelOutlet outlet, FeedSubscription subscription) {
        var headers = response.getHeaders();
        headers.setContentType(MediaType.TEXT_EVENT_STREAM);
        headers.setCacheControl(CacheControl.noStore());
        // Proxies that buffer would turn live into late.
        headers.set("X-Accel-Buffering", "no");
        HttpServerResponse server = ServerHttpResponseDecorator.getNativeResponse(response);
        boolean isChunked = server.version().equals(HttpVersion.HTTP_1_1);
        if (!isChunked) {
            // Older HTTP knows no chunks: there the body ends with the connection.
            server.chunkedTransfer(false).keepAlive(false);
        }
        server.withConnection(
                connection -> outlet.attach(connection.channel(), isChunked, subscription));
        return response.writeAndFlushWith(outlet.body(response.bufferFactory()));
    }

    @ExceptionHandler
    ProblemDetail handle(FeedFullException ex) {
        var problem =
                ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, ex.getMessage());
        problem.setType(FEED_FULL);
        problem.setTitle("Feed is full");
        return problem;
    }
}
