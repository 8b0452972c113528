package dev.automat.patron.patron;

import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ServerWebInputException;
import tools.jackson.core.JacksonException;

/** Says what went wrong as RFC 9457 has it. */
@RestControllerAdvice
// Before Spring's own, which does not name the field.
@Order(-1)
final class PatronProblems {

    private static final Logger LOG = LoggerFactory.getLogger(PatronProblems.class);
    private static final URI INVALID = URI.create("urn:problem-type:patron:invalid-request");
    private static final URI UNAVAILABLE = URI.create("urn:problem-type:patron:unavailable");

    @ExceptionHandler
    ProblemDetail handle(InvalidRequestException ex) {
        var problem =
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.BAD_REQUEST, "Each entry of errors names a field");
        problem.setType(INVALID);
        problem.setTitle("Invalid request");
        problem.setProperty("errors", ex.faults());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail handle(ServerWebInputException ex) {
        var parameter = ex.getMethodParameter();
        return handle(
                parameter == null || parameter.hasParameterAnnotation(RequestBody.class)
                        ? new InvalidRequestException("body", bodyFault(ex))
                        : new InvalidRequestException(nameOf(parameter), "must be a whole number"));
    }

    private static String bodyFault(Throwable ex) {
        for (var cause = ex.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof JacksonException json) {
                var at = json.getLocation();
                return "is not valid JSON at line %d, column %d"
                        .formatted(at.getLineNr(), at.getColumnNr());
            }
        }
        return "must be a JSON object";
    }

    private static String nameOf(MethodParameter parameter) {
        var name = parameter.getParameterName();
        return name == null ? "parameter" : name;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> handle(DatabaseUnavailableException ex) {
        LOG.debug("A request found no database", ex);
        var problem =
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.SERVICE_UNAVAILABLE, "The database does not answer");
        problem.setType(UNAVAILABLE);
        problem.setTitle("Database unavailable");
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "2")
                .body(problem);
    }
}
