package dev.automat.metrics.otlp;

import dev.automat.metrics.otlp.ExportRefusedException.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/**
 * OTLP/HTTP: metrics of OpenTelemetry's SDKs. What was received is read on a thread of its own, one
 * request after the other: unzipping and reading a large one takes too long for an event loop.
 */
@RestController
final class OtlpController implements DisposableBean {

    private final OtlpProperties properties;
    private final ExportReader reader;
    private final Exports exports;
    private final OtlpAnswers answers;
    private final OtlpMeters meters;
    private final AtomicInteger requests = new AtomicInteger();
    private final Scheduler thread = Schedulers.newSingle("otlp", true);

    OtlpController(
            OtlpProperties properties, Exports exports, JsonMapper json, MeterRegistry meters) {
        this.properties = properties;
        this.reader = new ExportReader((int) properties.maxInflatedBody().toBytes());
        this.exports = exports;
        this.answers = new OtlpAnswers(json);
        this.meters = new OtlpMeters(meters);
    }

    @PostMapping("/v1/metrics")
    Mono<ResponseEntity<byte[]>> export(ServerHttpRequest request) {
        var format = Format.of(mediaType(request.getHeaders()));
        var answerAs = format == null ? Format.JSON : format;
        return Mono.using(this::enter, _ -> take(request, format), AtomicInteger::decrementAndGet)
                .doOnNext(meters::taken)
                .map(verdict -> answers.taken(verdict, answerAs))
                .doOnError(ExportRefusedException.class, ex -> meters.refused(ex.reason()))
                .onErrorResume(
                        ExportRefusedException.class,
                        refusal -> Mono.just(answers.refused(refusal, answerAs)));
    }

    private static @Nullable MediaType mediaType(HttpHeaders headers) {
        try {
            return headers.getContentType();
        } catch (InvalidMediaTypeException _) {
            return null;
        }
    }

    private AtomicInteger enter() {
        if (requests.incrementAndGet() > properties.maxRequests()) {
            requests.decrementAndGet();
            throw new ExportRefusedException(
                    Reason.BUSY,
                    "At most " + properties.maxRequests() + " requests are taken at once");
        }
        return requests;
    }

    private Mono<Verdict> take(ServerHttpRequest request, @Nullable Format format) {
        if (format == null) {
            return Mono.error(
                    new ExportRefusedException(
                            Reason.UNSUPPORTED_MEDIA_TYPE,
                            "Content-Type must be application/x-protobuf or application/json"));
        }
        var encoding = request.getHeaders().getFirst(HttpHeaders.CONTENT_ENCODING);
        boolean isZipped = "gzip".equalsIgnoreCase(encoding);
        if (encoding != null
                && !isZipped
                && !encoding.toLowerCase(Locale.ROOT).equals("identity")) {
            return Mono.error(
                    new ExportRefusedException(
                            Reason.UNSUPPORTED_ENCODING, "Content-Encoding must be gzip or none"));
        }
        var address = String.valueOf(request.getRemoteAddress());
        return body(request)
                .publishOn(thread)
                .map(body -> exports.take(reader.read(body, isZipped, format), address));
    }

    private Mono<byte[]> body(ServerHttpRequest request) {
        long maxBytes = properties.maxBody().toBytes();
        if (request.getHeaders().getContentLength() > maxBytes) {
            return Mono.error(tooLarge(maxBytes));
        }
        return DataBufferUtils.join(request.getBody(), (int) maxBytes)
                .map(OtlpController::bytes)
                .defaultIfEmpty(new byte[0])
                .onErrorMap(DataBufferLimitException.class, _ -> tooLarge(maxBytes))
                .timeout(properties.bodyTimeout())
                .onErrorMap(
                        TimeoutException.class,
                        _ ->
                                new ExportRefusedException(
                                        Reason.TOO_SLOW,
                                        "The body did not come within "
                                                + properties.bodyTimeout()));
    }

    private static ExportRefusedException tooLarge(long maxBytes) {
        return new ExportRefusedException(
                Reason.TOO_LARGE, "A body may have at most " + maxBytes + " bytes");
    }

    private static byte[] bytes(DataBuffer buffer) {
        var bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    @Override
    public void destroy() {
        thread.dispose();
    }
}
