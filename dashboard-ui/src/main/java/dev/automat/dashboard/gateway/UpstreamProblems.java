package dev.automat.dashboard.gateway;

import java.net.URI;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers for a service that cannot, and calls that no service shall see. Before Boot's own advice,
 * which would look past our exceptions at their causes.
 */
@Order(-1)
@RestControllerAdvice
final class UpstreamProblems {

    private static final URI DOWN = URI.create("urn:problem-type:dashboard:upstream-down");
    private static final URI SILENT = URI.create("urn:problem-type:dashboard:upstream-silent");
    private static final URI TOO_LARGE = URI.create("urn:problem-type:dashboard:body-too-large");

    @ExceptionHandler
    ResponseEntity<ProblemDetail> handle(UpstreamDownException ex) {
        var problem =
                ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, ex.getMessage());
        problem.setType(DOWN);
        problem.setTitle("Service is down");
        name(problem, ex.upstream());
        return ResponseEntity.of(problem)
                .headers(headers -> headers.set(HttpHeaders.RETRY_AFTER, "1"))
                .headers(UpstreamProblems::keepNowhere)
                .build();
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> handle(UpstreamSilentException ex) {
        var problem = ProblemDetail.forStatusAndDetail(HttpStatus.GATEWAY_TIMEOUT, ex.getMessage());
        problem.setType(SILENT);
        problem.setTitle("Service does not answer");
        name(problem, ex.upstream());
        return ResponseEntity.of(problem).headers(UpstreamProblems::keepNowhere).build();
    }

    private static void name(ProblemDetail problem, Upstream upstream) {
        problem.setProperty("upstream", upstream.name());
        problem.setProperty("service", upstream.service());
    }

    private static void keepNowhere(HttpHeaders headers) {
        headers.setCacheControl(CacheControl.noStore());
    }

    @ExceptionHandler
    ProblemDetail handle(BodyTooLargeException ex) {
        var problem =
                ProblemDetail.forStatusAndDetail(HttpStatus.CONTENT_TOO_LARGE, ex.getMessage());
        problem.setType(TOO_LARGE);
        problem.setTitle("Body is too large");
        problem.setProperty("limitInBytes", ex.limitInBytes());
        return problem;
    }
}
