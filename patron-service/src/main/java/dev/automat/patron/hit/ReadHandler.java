package dev.automat.patron.hit;

import dev.automat.patron.patron.ElapsedLog;
import dev.automat.patron.patron.FailedLookup;
import dev.automat.patron.patron.Lookup;
import dev.automat.patron.patron.PatronRepository;
import dev.automat.patron.patron.Representation;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/**
 * Answers plain reads that ask the database in front of WebFlux's dispatch, which would take more
 * time than the question itself. The answers are the controller's, byte for byte; what fails is
 * left to the dispatch, which knows how to say so.
 */
final class ReadHandler implements HttpHandler {

    private static final String JSON = MediaType.APPLICATION_JSON_VALUE;

    private final HttpHandler dispatch;
    private final PatronRepository patrons;
    private final HitMeters meters;
    private final ElapsedLog elapsed;

    ReadHandler(
            HttpHandler dispatch, PatronRepository patrons, HitMeters meters, ElapsedLog elapsed) {
        this.dispatch = dispatch;
        this.patrons = patrons;
        this.meters = meters;
        this.elapsed = elapsed;
    }

    @Override
    public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
        var id = PlainRead.idOf(request);
        if (id == PlainRead.NONE) {
            return dispatch.handle(request, response);
        }
        var begin = System.nanoTime();
        return lookUp(id, request.getHeaders().getFirst(HttpHeaders.CACHE_CONTROL))
                .map(lookup -> answer(lookup, begin, request, response))
                .onErrorResume(error -> Mono.just(fail(error, request, response)))
                .flatMap(Function.identity());
    }

    private Mono<Lookup> lookUp(long id, @Nullable String wish) {
        return wish != null && wish.contains("no-cache")
                ? patrons.findInDatabase(id)
                : patrons.find(id);
    }

    private Mono<Void> fail(
            Throwable error, ServerHttpRequest request, ServerHttpResponse response) {
        return dispatch.handle(new FailedRequest(request, error), response);
    }

    /** A request that brings along what has become of it so far. */
    private static final class FailedRequest extends ServerHttpRequestDecorator {

        private final Map<String, Object> attributes;

        FailedRequest(ServerHttpRequest request, Throwable reason) {
            super(request);
            this.attributes = Map.of(FailedLookup.ATTRIBUTE, new FailedLookup(reason));
        }

        @Override
        public Map<String, Object> getAttributes() {
            return attributes;
        }
    }

    private Mono<Void> answer(
            Lookup lookup, long begin, ServerHttpRequest request, ServerHttpResponse response) {
        var headers = response.getHeaders();
        headers.set("X-Cache", lookup.source().name().toLowerCase(Locale.ROOT));
        headers.set(HttpHeaders.CACHE_CONTROL, "no-cache");
        var patron = lookup.patron();
        if (patron == null) {
            return send(HttpStatus.NOT_FOUND, Representation.nobody(), begin, response);
        }
        var representation = patron.representation();
        headers.set(HttpHeaders.ETAG, representation.quotedTag());
        headers.set(HttpHeaders.AGE, Long.toString(patron.ageInSeconds()));
        var known = request.getHeaders().getFirst(HttpHeaders.IF_NONE_MATCH);
        if (HitResponse.isKnown(representation.quotedTag(), known)) {
            note(HttpStatus.NOT_MODIFIED, begin, response);
            return response.setComplete();
        }
        return send(HttpStatus.OK, representation.body(), begin, response);
    }

    private Mono<Void> send(
            HttpStatus status, byte[] body, long begin, ServerHttpResponse response) {
        var headers = response.getHeaders();
        headers.set(HttpHeaders.CONTENT_TYPE, JSON);
        headers.setContentLength(body.length);
        note(status, begin, response);
        return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    private void note(HttpStatus status, long begin, ServerHttpResponse response) {
        var _ = response.setStatusCode(status);
        meters.answer(HttpResponseStatus.valueOf(status.value()), System.nanoTime() - begin);
        elapsed.log(begin);
    }
}
