package dev.automat.news.article;

import dev.automat.news.extract.Headline;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A source's articles in the order its page shows them.
 *
 * @param list each address once
 */
public record Articles(List<Article> list) {

    public static final Articles NONE = new Articles(List.of());

    public Articles {
        list = List.copyOf(list);
    }

    /** What the page shows now; an article seen before keeps the time it was first seen. */
    public Articles replacedBy(String source, List<Headline> headlines, Instant now) {
        Map<URI, Instant> known =
                list.stream().collect(Collectors.toMap(Article::url, Article::seenAt));
        return new Articles(
                headlines.stream()
                        .map(headline ->
                                new Article(
                                        source,
                                        headline.title(),
                                        headline.url(),
                                        known.getOrDefault(headline.url(), now)))
                        .toList());
    }
}
