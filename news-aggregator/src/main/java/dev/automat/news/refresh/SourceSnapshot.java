package dev.automat.news.refresh;

import dev.automat.news.article.Articles;
import dev.automat.news.extract.Headline;
import dev.automat.news.source.RenderMode;
import dev.automat.news.source.Source;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A source and its articles at one moment.
 *
 * @param reason why it is stale or failed, or what is odd although it is fresh
 * @param fetchedAt when the articles were read; null while there are none
 * @param triedAt when the last reading ended; null before the first
 * @param renderer what brought the articles; null while there are none
 */
public record SourceSnapshot(
        Source source,
        SourceState state,
        @Nullable Reason reason,
        @Nullable Instant fetchedAt,
        @Nullable Instant triedAt,
        @Nullable RenderMode renderer,
        Articles articles) {

    static SourceSnapshot loading(Source source) {
        return new SourceSnapshot(
                source, SourceState.LOADING, null, null, null, null, Articles.NONE);
    }

    /** After a reading that found something. */
    SourceSnapshot found(List<Headline> headlines, RenderMode by, Instant now) {
        var odd =
                headlines.size() < source.minimum()
                        ? Reason.fewHeadlines(headlines.size(), source.minimum())
                        : null;
        return new SourceSnapshot(
                source,
                SourceState.FRESH,
                odd,
                now,
                now,
                by,
                articles.replacedBy(source.id(), headlines, now));
    }

    /** After a reading that failed: what was read before stays. */
    SourceSnapshot failed(Reason why, Instant now) {
        var next = articles.list().isEmpty() ? SourceState.FAILED : SourceState.STALE;
        return new SourceSnapshot(source, next, why, fetchedAt, now, renderer, articles);
    }
}
