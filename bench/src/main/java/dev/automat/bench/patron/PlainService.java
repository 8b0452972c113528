package dev.automat.bench.patron;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.data.annotation.Id;
import org.springframework.data.r2dbc.repository.config.EnableR2dbcRepositories;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.repository.reactive.ReactiveCrudRepository;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * What one would write first: an annotated controller, a Spring Data repository, a cache that knows
 * nothing of other writers.
 */
@SpringBootApplication
@EnableR2dbcRepositories(considerNestedRepositories = true)
public class PlainService {

    /** A row. */
    @Table("patron")
    public record Patron(
            @Id Long id,
            String name,
            @JsonProperty("fav_dish") @Column("fav_dish") String favDish) {}

    /** The table. */
    public interface Patrons extends ReactiveCrudRepository<Patron, Long> {}

    static void main(String[] arguments) {
        SpringApplication.run(PlainService.class, arguments);
    }

    /** Reads through the cache unless told not to. */
    @RestController
    static final class Controller {

        private final Patrons patrons;
        private final Cache<Long, Patron> cache = Caffeine.newBuilder().maximumSize(65_536).build();

        Controller(Patrons patrons) {
            this.patrons = patrons;
        }

        @GetMapping("/patron/{id}")
        Mono<ResponseEntity<Patron>> find(
                @PathVariable long id,
                @RequestHeader(name = "Cache-Control", defaultValue = "") String wish) {
            var cached = wish.isEmpty() ? cache.getIfPresent(id) : null;
            return cached != null
                    ? Mono.just(ResponseEntity.ok(cached))
                    : patrons.findById(id)
                            .doOnNext(patron -> cache.put(id, patron))
                            .map(ResponseEntity::ok)
                            .defaultIfEmpty(ResponseEntity.notFound().build());
        }

        @PostMapping("/patron")
        Mono<Patron> create(@RequestBody Patron patron) {
            return patrons.save(patron);
        }

        @PutMapping("/patron/{id}")
        Mono<Patron> replace(@PathVariable long id, @RequestBody Patron patron) {
            return patrons.save(new Patron(id, patron.name(), patron.favDish()))
                    .doOnNext(_ -> cache.invalidate(id));
        }
    }
}
