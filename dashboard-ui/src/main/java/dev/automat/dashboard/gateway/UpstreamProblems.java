package dev.automat.dashboard.gateway;

import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers for a service that cannot. */
@RestControllerAdvice
final class UpstreamProblems {

    private static final URI DOWN = URI.create("urn:problem-type:dashboard:upstream-down");

    @ExceptionHandler
    ResponseEntity<ProblemDetail> handle(UpstreamDownException ex) {
        var problem =
                ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, ex.getMessage());
        problem.setType(DOWN);
        problem.setTitle("Service is down");
        problem.setProperty("upstream", ex.upstream().name());
        problem.setProperty("service", ex.upstream().service());
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "1")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(problem);
    }
}
