package dev.automat.patron.cache;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows what the cache does. */
@RestController
final class CacheController {

    private final CachedPatrons patrons;

    CacheController(CachedPatrons patrons) {
        this.patrons = patrons;
    }

    @GetMapping("/cache")
    CacheResponse status() {
        return patrons.status();
    }
}
