package dev.automat.metrics.otlp;

import com.google.protobuf.CodedOutputStream;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/** Writes answers as the caller reads them. */
final class OtlpAnswers {

    private static final String RETRY_AFTER_SECONDS = "5";

    private final JsonMapper json;

    OtlpAnswers(JsonMapper json) {
        this.json = json;
    }

    /** What became of the points of a request that was read. */
    ResponseEntity<byte[]> taken(Verdict verdict, Format format) {
        var body =
                switch (format) {
                    case PROTOBUF -> protobuf(verdict);
                    case JSON -> json.writeValueAsBytes(json(verdict));
                };
        return ResponseEntity.ok().contentType(format.mediaType()).body(body);
    }

    private static byte[] protobuf(Verdict verdict) {
        var response = ExportMetricsServiceResponse.newBuilder();
        if (verdict.rejected() > 0) {
            response.getPartialSuccessBuilder()
                    .setRejectedDataPoints(verdict.rejected())
                    .setErrorMessage(verdict.message());
        }
        return response.build().toByteArray();
    }

    private static Map<String, Object> json(Verdict verdict) {
        if (verdict.rejected() == 0) {
            return Map.of();
        }
        // 64-bit integers are text in protobuf's JSON.
        return Map.of(
                "partialSuccess",
                Map.of(
                        "rejectedDataPoints",
                        String.valueOf(verdict.rejected()),
                        "errorMessage",
                        verdict.message()));
    }

    /** Why a request is not taken. */
    ResponseEntity<byte[]> refused(ExportRefusedException refusal, Format format) {
        var reason = refusal.reason();
        var answer = ResponseEntity.status(reason.status());
        switch (reason) {
            case BUSY -> answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            case UNSUPPORTED_ENCODING -> answer.header(HttpHeaders.ACCEPT_ENCODING, "gzip");
            case UNSUPPORTED_MEDIA_TYPE ->
                    answer.header(HttpHeaders.ACCEPT, "application/x-protobuf, application/json");
            case BROKEN_BODY, TOO_LARGE, TOO_SLOW -> {}
        }
        return switch (format) {
            case PROTOBUF -> answer.contentType(format.mediaType()).body(status(refusal));
            case JSON ->
                    answer.contentType(MediaType.APPLICATION_PROBLEM_JSON)
                            .body(json.writeValueAsBytes(problem(refusal)));
        };
    }

    /** A {@code google.rpc.Status}: its code and its message. */
    private static byte[] status(ExportRefusedException refusal) {
        var bytes = new ByteArrayOutputStream();
        try {
            var out = CodedOutputStream.newInstance(bytes);
            out.writeInt32(1, refusal.reason().code());
            out.writeString(2, String.valueOf(refusal.getMessage()));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A problem that is a {@code google.rpc.Status} as well. */
    private static ProblemDetail problem(ExportRefusedException refusal) {
        var reason = refusal.reason();
        var problem = ProblemDetail.forStatusAndDetail(reason.status(), refusal.getMessage());
        problem.setType(URI.create("urn:problem-type:metrics:otlp-" + reason.text()));
        problem.setTitle("Metrics not taken");
        problem.setProperty("code", reason.code());
        problem.setProperty("message", refusal.getMessage());
        return problem;
    }
}
