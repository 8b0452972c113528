package dev.automat.patron.patron;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Create, read, update and delete over HTTP, one patron at a time. */
@RestController
@RequestMapping(path = "/patron", produces = MediaType.APPLICATION_JSON_VALUE)
final class PatronController {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final PatronRepository patrons;
    private final ElapsedLog elapsed;

    PatronController(PatronRepository patrons, ElapsedLog elapsed) {
        this.patrons = patrons;
        this.elapsed = elapsed;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<WriteResponse>> create(
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody JsonNode body) {
        var draft = DraftParser.parse(body);
        var creation =
                key == null
                        ? patrons.create(draft).map(id -> new Creation(id, false))
                        : patrons.createOnce(new IdempotencyKey(key.strip()), draft);
        return creation.map(it -> created(it, draft));
    }

    private static ResponseEntity<WriteResponse> created(Creation creation, PatronDraft draft) {
        var response =
                ResponseEntity.created(URI.create("/patron/" + creation.id()))
                        .eTag(Representation.tag(draft.name(), draft.favDish()));
        if (creation.isReplayed()) {
            response.header("Idempotent-Replayed", "true");
        }
        return response.body(WriteResponse.created(creation.id()));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> find(
            @PathVariable long id,
            @RequestHeader(name = HttpHeaders.CACHE_CONTROL, defaultValue = "") String wish,
            @RequestAttribute(name = FailedLookup.ATTRIBUTE, required = false)
                    @Nullable FailedLookup failed) {
        if (failed != null) {
            return Mono.error(failed.reason());
        }
        var begin = System.nanoTime();
        return LookupAnswer.find(patrons, id, wish)
                .map(PatronController::found)
                .doOnNext(_ -> elapsed.log(begin));
    }

    /** WebFlux compares the tag with If-None-Match. */
    private static ResponseEntity<byte[]> found(Lookup lookup) {
        return ResponseEntity.status(LookupAnswer.status(lookup))
                .headers(headers -> LookupAnswer.describe(lookup, headers))
                .contentType(MediaType.APPLICATION_JSON)
                .body(LookupAnswer.body(lookup));
    }

    @PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<WriteResponse>> replace(
            @PathVariable long id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body) {
        var draft = DraftParser.parse(body);
        return patrons.update(id, PatronPatch.replacement(draft), Precondition.ifMatch(ifMatch))
                .map(outcome -> replaced(id, outcome, draft));
    }

    private static ResponseEntity<WriteResponse> replaced(
            long id, WriteOutcome outcome, PatronDraft draft) {
        var response = written(id, outcome);
        return response.getStatusCode() == HttpStatus.OK
                ? ResponseEntity.ok()
                        .eTag(Representation.tag(draft.name(), draft.favDish()))
                        .body(WriteResponse.OK)
                : response;
    }

    @PatchMapping(
            path = "/{id}",
            consumes = {MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE})
    Mono<ResponseEntity<WriteResponse>> change(
            @PathVariable long id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body) {
        return patrons.update(id, DraftParser.parsePatch(body), Precondition.ifMatch(ifMatch))
                .map(outcome -> written(id, outcome));
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<WriteResponse>> delete(
            @PathVariable long id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable String ifMatch) {
        return patrons.delete(id, Precondition.ifMatch(ifMatch))
                .map(outcome -> written(id, outcome));
    }

    private static ResponseEntity<WriteResponse> written(long id, WriteOutcome outcome) {
        return switch (outcome) {
            case WRITTEN -> ResponseEntity.ok(WriteResponse.OK);
            case MISSING -> ResponseEntity.status(HttpStatus.NOT_FOUND).body(WriteResponse.BAD);
            case REFUSED -> throw new PreconditionFailedException(id);
        };
    }
}
