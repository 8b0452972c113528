package dev.automat.patron.patron;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Streams patrons, one JSON object on a line. Pages are read as fast as the client takes them, each
 * in a transaction of its own: a slow client holds neither a connection nor a snapshot, and sees
 * rows as they were when their page was read.
 */
@RestController
final class ExportController {

    private static final int FIRST_PAGE = 200;
    private static final int LARGEST_PAGE = 3_200;
    private static final DataBufferFactory BUFFERS = DefaultDataBufferFactory.sharedInstance;

    private static final Retry PATIENTLY =
            Retry.backoff(4, Duration.ofMillis(250))
                    .filter(DatabaseUnavailableException.class::isInstance);

    private final PatronCatalog catalog;
    private final ObjectWriter lines =
            JsonMapper.builder().build().writerFor(Patron.class).withRootValueSeparator("\n");

    ExportController(PatronCatalog catalog) {
        this.catalog = catalog;
    }

    @GetMapping(path = "/patron", produces = MediaType.APPLICATION_NDJSON_VALUE)
    Flux<DataBuffer> export(@RequestParam MultiValueMap<String, String> parameters) {
        if (parameters.containsKey("limit")) {
            throw new InvalidRequestException("limit", "is for pages, an export has no limit");
        }
        var query = PageParameters.parse(parameters).withLimit(FIRST_PAGE);
        return read(query)
                .expand(this::readNext)
                .map(Step::page)
                .filter(page -> !page.rows().isEmpty())
                .map(this::encode);
    }

    private record Step(PageQuery query, Page page) {}

    private Mono<Step> read(PageQuery query) {
        return catalog.page(query).map(page -> new Step(query, page));
    }

    private Mono<Step> readNext(Step step) {
        // Whoever has taken half of it should not lose it to a database that is busy for a moment.
        return step.page().hasNext() ? read(next(step)).retryWhen(PATIENTLY) : Mono.empty();
    }

    private static PageQuery next(Step step) {
        var rows = step.page().rows();
        var limit = step.query().limit();
        // A page that ended early has large rows: asking for more would only be thrown away.
        var size = rows.size() < limit ? rows.size() : Math.min(LARGEST_PAGE, 2 * limit);
        return step.query().after(rows.getLast()).withLimit(size);
    }

    private DataBuffer encode(Page page) {
        var bytes = new ByteArrayOutputStream(page.rows().size() * 64);
        try (var writer = lines.writeValues(bytes)) {
            writer.writeAll(page.rows());
        }
        bytes.write('\n');
        return BUFFERS.wrap(bytes.toByteArray());
    }
}
