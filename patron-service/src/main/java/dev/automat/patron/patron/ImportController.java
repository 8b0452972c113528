package dev.automat.patron.patron;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Creates as many patrons as the body has lines. */
@RestController
final class ImportController {

    private final PatronCatalog catalog;

    ImportController(PatronCatalog catalog) {
        this.catalog = catalog;
    }

    @PostMapping(
            path = "/patron",
            consumes = MediaType.APPLICATION_NDJSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ImportResponse> create(@RequestBody Flux<DataBuffer> body) {
        return Mono.defer(() -> new Import(catalog).run(body));
    }
}
