package dev.automat.metrics.history;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers what history cannot. */
@RestControllerAdvice
final class HistoryProblems {

    private static final URI UNKNOWN_SERIES = URI.create("urn:problem-type:metrics:unknown-series");
    private static final URI INVALID_RANGE = URI.create("urn:problem-type:metrics:invalid-range");

    @ExceptionHandler
    ProblemDetail handle(UnknownSeriesException ex) {
        var problem = ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, ex.getMessage());
        problem.setType(UNKNOWN_SERIES);
        problem.setTitle("Unknown series");
        problem.setProperty("series", ex.name());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail handle(InvalidRangeException ex) {
        var problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, ex.getMessage());
        problem.setType(INVALID_RANGE);
        problem.setTitle("Invalid range");
        return problem;
    }
}
