package dev.automat.patron.cache;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/** The body of {@code GET /cache}. */
@JsonPropertyOrder({
    "state",
    "size",
    "hits",
    "misses",
    "bypassed",
    "refused_fills",
    "events",
    "reconnects"
})
record CacheResponse(
        String state,
        long size,
        long hits,
        long misses,
        long bypassed,
        @JsonProperty("refused_fills") long refusedFills,
        long events,
        long reconnects) {}
