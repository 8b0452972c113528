package dev.automat.patron.cache;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The body of {@code GET /cache}. */
@JsonPropertyOrder({
    "state",
    "size",
    "hits",
    "misses",
    "bypassed",
    "refused_fills",
    "events",
    "reconnects",
    "stale_found",
    "proven_age_ms",
    "last_event"
})
record CacheResponse(
        String state,
        long size,
        long hits,
        long misses,
        long bypassed,
        @JsonProperty("refused_fills") long refusedFills,
        long events,
        long reconnects,
        @JsonProperty("stale_found") long staleFound,
        @JsonProperty("proven_age_ms") @Nullable Long provenAgeMillis,
        @JsonProperty("last_event") @Nullable Instant lastEvent) {}
