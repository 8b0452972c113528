package dev.automat.patron.patron;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** Create, read, update and delete over HTTP. */
@RestController
@RequestMapping(path = "/patron", produces = MediaType.APPLICATION_JSON_VALUE)
final class PatronController {

    private static final Logger LOG = LoggerFactory.getLogger(PatronController.class);
    private static final int LARGEST_PAGE = 500;

    private final PatronRepository patrons;

    PatronController(PatronRepository patrons) {
        this.patrons = patrons;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<WriteResponse>> create(@RequestBody JsonNode body) {
        return patrons.create(DraftParser.parse(body)).map(PatronController::created);
    }

    private static ResponseEntity<WriteResponse> created(long id) {
        return ResponseEntity.created(URI.create("/patron/" + id)).body(WriteResponse.created(id));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<Object>> find(
            @PathVariable long id,
            @RequestHeader(name = HttpHeaders.CACHE_CONTROL, defaultValue = "") String wish) {
        var begin = System.nanoTime();
        var lookup = wish.contains("no-cache") ? patrons.findInDatabase(id) : patrons.find(id);
        return lookup.map(PatronController::found).doOnNext(_ -> logElapsed(begin));
    }

    private static ResponseEntity<Object> found(Lookup lookup) {
        var patron = lookup.patron();
        return ResponseEntity.status(patron == null ? HttpStatus.NOT_FOUND : HttpStatus.OK)
                .header("X-Cache", lookup.source().name().toLowerCase(Locale.ROOT))
                // Caches between here and the client hear of no change.
                .cacheControl(CacheControl.noCache())
                .contentType(MediaType.APPLICATION_JSON)
                .body(patron == null ? NullNode.getInstance() : patron);
    }

    private static void logElapsed(long begin) {
        if (LOG.isInfoEnabled()) {
            var millis = (System.nanoTime() - begin) / 1e6;
            LOG.info("get Elapsed: {} ms", String.format(Locale.ROOT, "%.2f", millis));
        }
    }

    @GetMapping
    Mono<ResponseEntity<List<Patron>>> page(
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "50") int limit) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new InvalidRequestException("limit", "must be 1 to " + LARGEST_PAGE);
        }
        return patrons.page(after, limit + 1).map(rows -> page(rows, limit));
    }

    /** One row more than the page holds says that there is a next page. */
    private static ResponseEntity<List<Patron>> page(List<Patron> rows, int limit) {
        if (rows.size() <= limit) {
            return ResponseEntity.ok(rows);
        }
        var page = rows.subList(0, limit);
        // Relative to the request, so that it holds behind a gateway's prefix too.
        var next = "<?after=%d&limit=%d>; rel=\"next\"".formatted(page.getLast().id(), limit);
        return ResponseEntity.ok().header(HttpHeaders.LINK, next).body(page);
    }

    @PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<WriteResponse>> replace(@PathVariable long id, @RequestBody JsonNode body) {
        return patrons.replace(id, DraftParser.parse(body)).map(PatronController::written);
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<WriteResponse>> delete(@PathVariable long id) {
        return patrons.delete(id).map(PatronController::written);
    }

    private static ResponseEntity<WriteResponse> written(boolean existed) {
        return existed
                ? ResponseEntity.ok(WriteResponse.OK)
                : ResponseEntity.status(HttpStatus.NOT_FOUND).body(WriteResponse.BAD);
    }
}
