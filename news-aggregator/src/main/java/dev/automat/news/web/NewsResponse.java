package dev.automat.news.web;

import dev.automat.news.article.Article;
import dev.automat.news.refresh.SourceSnapshot;
import java.util.Comparator;
import java.util.List;

/**
 * Everything at once.
 *
 * @param articles of all sources, the latest seen first, then in their pages' order
 */
record NewsResponse(List<SourceResponse> sources, List<Article> articles) {

    static NewsResponse of(List<SourceSnapshot> snapshots) {
        return new NewsResponse(
                snapshots.stream().map(SourceResponse::of).toList(),
                snapshots.stream()
                        .flatMap(snapshot -> snapshot.articles().list().stream())
                        .sorted(Comparator.comparing(Article::seenAt).reversed())
                        .toList());
    }
}
