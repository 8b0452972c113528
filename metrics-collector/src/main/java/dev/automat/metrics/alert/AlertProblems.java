package dev.automat.metrics.alert;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers what alerts cannot. */
@RestControllerAdvice
final class AlertProblems {

    @ExceptionHandler
    ProblemDetail handle(UnknownAlertException ex) {
        return problem(HttpStatus.NOT_FOUND, "unknown-alert", "Unknown alert", ex);
    }

    @ExceptionHandler
    ProblemDetail handle(UnknownMuteException ex) {
        return problem(HttpStatus.NOT_FOUND, "unknown-mute", "Unknown mute", ex);
    }

    @ExceptionHandler
    ProblemDetail handle(TooManyMutesException ex) {
        return problem(HttpStatus.CONFLICT, "too-many-mutes", "Too many mutes", ex);
    }

    @ExceptionHandler
    ProblemDetail handle(TooManyClientsException ex) {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, "alerts-full", "Too many clients", ex);
    }

    @ExceptionHandler
    ProblemDetail handle(InvalidAlertRequestException ex) {
        return problem(HttpStatus.BAD_REQUEST, "invalid-alert-request", "Invalid request", ex);
    }

    private static ProblemDetail problem(
            HttpStatus status, String type, String title, RuntimeException ex) {
        var problem = ProblemDetail.forStatusAndDetail(status, ex.getMessage());
        problem.setType(URI.create("urn:problem-type:metrics:" + type));
        problem.setTitle(title);
        return problem;
    }
}
