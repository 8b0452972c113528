package dev.automat.patron.patron;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;

/** What HTTP asks and says of one patron. */
public final class LookupAnswer {

    private LookupAnswer() {}

    /** Asks the cache first, unless the client's {@code Cache-Control} wants it otherwise. */
    public static Mono<Lookup> find(
            PatronRepository patrons, long id, @Nullable String cacheControl) {
        return cacheControl != null && cacheControl.contains("no-cache")
                ? patrons.findInDatabase(id)
                : patrons.find(id);
    }

    /** 200, or 404 when there is no such patron. */
    public static HttpStatus status(Lookup lookup) {
        return lookup.patron() == null ? HttpStatus.NOT_FOUND : HttpStatus.OK;
    }

    /** Writes the headers, those of the body apart. */
    public static void describe(Lookup lookup, HttpHeaders headers) {
        headers.set("X-Cache", lookup.source().name().toLowerCase(Locale.ROOT));
        // Caches between here and the client hear of no change.
        headers.set(HttpHeaders.CACHE_CONTROL, "no-cache");
        var patron = lookup.patron();
        if (patron != null) {
            headers.set(HttpHeaders.ETAG, patron.representation().quotedTag());
            headers.set(HttpHeaders.AGE, Long.toString(patron.ageInSeconds()));
        }
    }

    /** JSON; not a copy, so that nobody may change it. */
    public static byte[] body(Lookup lookup) {
        var patron = lookup.patron();
        return patron == null ? Representation.nobody() : patron.representation().body();
    }
}
