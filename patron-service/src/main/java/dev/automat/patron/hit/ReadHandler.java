package dev.automat.patron.hit;

import dev.automat.patron.patron.ElapsedLog;
import dev.automat.patron.patron.FailedLookup;
import dev.automat.patron.patron.Lookup;
import dev.automat.patron.patron.LookupAnswer;
import dev.automat.patron.patron.PatronRepository;
import java.util.Map;
import java.util.function.Function;
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
        var wish = request.getHeaders().getFirst(HttpHeaders.CACHE_CONTROL);
        return LookupAnswer.find(patrons, id, wish)
                .map(lookup -> answer(lookup, begin, request, response))
                .onErrorResume(error -> Mono.just(fail(error, request, response)))
                .flatMap(Function.identity());
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
        var isKnown = isKnown(lookup, request);
        var status = isKnown ? HttpStatus.NOT_MODIFIED : LookupAnswer.status(lookup);
        var _ = response.setStatusCode(status);
        var headers = response.getHeaders();
        LookupAnswer.describe(lookup, headers);
        meters.answer(status.value(), System.nanoTime() - begin);
        elapsed.log(begin);
        if (isKnown) {
            return response.setComplete();
        }
        var body = LookupAnswer.body(lookup);
        headers.set(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);
        headers.setContentLength(body.length);
        return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    private static boolean isKnown(Lookup lookup, ServerHttpRequest request) {
        var patron = lookup.patron();
        return patron != null
                && HitResponse.isKnown(
                        patron.representation().quotedTag(),
                        request.getHeaders().getFirst(HttpHeaders.IF_NONE_MATCH));
    }
}
