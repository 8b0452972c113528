package dev.automat.patron.patron;

import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Lists patrons, page by page. */
@RestController
final class PageController {

    private final PatronCatalog catalog;

    PageController(PatronCatalog catalog) {
        this.catalog = catalog;
    }

    @GetMapping(path = "/patron", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<List<Patron>>> page(
            @RequestParam MultiValueMap<String, String> parameters) {
        var query = PageParameters.parse(parameters);
        return catalog.page(query).map(page -> response(query, page));
    }

    private static ResponseEntity<List<Patron>> response(PageQuery query, Page page) {
        var response = ResponseEntity.ok();
        if (page.hasNext()) {
            var link = PageParameters.linkToNext(query, page.rows().getLast());
            response.header(HttpHeaders.LINK, link);
        }
        return response.body(page.rows());
    }
}
