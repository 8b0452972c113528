package dev.automat.news.web;

import dev.automat.news.refresh.Reason;
import dev.automat.news.refresh.SourceSnapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A source as the API shows it. */
record SourceResponse(
        String id,
        String name,
        String color,
        String state,
        @Nullable Reason reason,
        @Nullable Instant fetchedAt,
        @Nullable Instant triedAt,
        @Nullable String renderer,
        int count) {

    static SourceResponse of(SourceSnapshot snapshot) {
        var renderer = snapshot.renderer();
        return new SourceResponse(
                snapshot.source().id(),
                snapshot.source().name(),
                snapshot.source().color().hex(),
                snapshot.state().id(),
                snapshot.reason(),
                snapshot.fetchedAt(),
                snapshot.triedAt(),
                renderer == null ? null : renderer.id(),
                snapshot.articles().list().size());
    }
}
