package dev.automat.patron.patron;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.util.DisconnectedClientHelper;
import tools.jackson.core.JacksonException;

/** Says what went wrong as RFC 9457 has it. */
@RestControllerAdvice
// Before Spring's own, which names neither the type nor the field.
@Order(-1)
final class PatronProblems {

    private static final Logger LOG = LoggerFactory.getLogger(PatronProblems.class);

    @ExceptionHandler
    ProblemDetail handle(InvalidRequestException ex) {
        var problem =
                problem(
                        HttpStatus.BAD_REQUEST,
                        "invalid-request",
                        "Invalid request",
                        "Each entry of errors names a field");
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
                return JsonFault.describe(json);
            }
        }
        return "must be a JSON object";
    }

    private static String nameOf(MethodParameter parameter) {
        var name = parameter.getParameterName();
        return name == null ? "parameter" : name;
    }

    @ExceptionHandler
    ProblemDetail handle(PreconditionFailedException ex) {
        var problem =
                problem(
                        HttpStatus.PRECONDITION_FAILED,
                        "precondition-failed",
                        "Precondition failed",
                        ex.getMessage());
        problem.setProperty("patronId", ex.id());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail handle(IdempotencyKeyReusedException ex) {
        return problem(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "idempotency-key-reused",
                "Idempotency key reused",
                ex.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> handle(DatabaseUnavailableException ex) {
        LOG.debug("A request found no database", ex);
        return unavailable(unavailable());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> handle(ImportInterruptedException ex) {
        LOG.warn(ex.getMessage(), ex.getCause());
        var problem = unavailable();
        problem.setProperty("imported", ex.imported());
        return unavailable(problem);
    }

    private static ProblemDetail unavailable() {
        return problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "unavailable",
                "Database unavailable",
                "The database does not answer");
    }

    private static ResponseEntity<ProblemDetail> unavailable(ProblemDetail problem) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "2")
                .body(problem);
    }

    /** What HTTP itself refuses: a path, a method, a media type, a size. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> handle(ResponseStatusException ex) {
        ErrorResponse error = ex;
        var problem = error.getBody();
        var status = HttpStatus.valueOf(ex.getStatusCode().value());
        if (problem.getDetail() == null) {
            problem.setDetail(status.getReasonPhrase());
        }
        problem.setType(typeOf(status.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        return ResponseEntity.status(status).headers(error.getHeaders()).body(problem);
    }

    @ExceptionHandler
    ProblemDetail handle(RuntimeException ex) {
        if (DisconnectedClientHelper.isClientDisconnectedException(ex)) {
            // Nobody is there to be told, and an answer would be written to nowhere.
            throw ex;
        }
        LOG.error("A request failed in a way that nobody expected", ex);
        return problem(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal-error",
                "Internal error",
                "The service's log says more");
    }

    private static ProblemDetail problem(
            HttpStatus status, String type, String title, @Nullable String detail) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(typeOf(type));
        problem.setTitle(title);
        return problem;
    }

    private static URI typeOf(String name) {
        return URI.create("urn:problem-type:patron:" + name);
    }
}
