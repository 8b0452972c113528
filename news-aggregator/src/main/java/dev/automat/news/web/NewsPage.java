package dev.automat.news.web;

import dev.automat.news.article.Article;
import dev.automat.news.refresh.SourceSnapshot;
import dev.automat.news.refresh.SourceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** The page of headlines: one card for each source. Everything from outside is escaped. */
@Component
final class NewsPage {

    /** As many headlines a card shows at once; the rest unfold. */
    private static final int SHOWN = 25;

    /** While sources load, the page asks again this often. */
    private static final int RELOAD_SECONDS = 2;

    private final PageStyle style;

    NewsPage(PageStyle style) {
        this.style = style;
    }

    /** The whole document. */
    String html(List<SourceSnapshot> sources, Instant now) {
        var page = new Markup();
        head(page, sources);
        banner(page, sources);
        page.raw("<main class=\"cards\">\n");
        for (var source : sources) {
            card(page, source, now);
        }
        page.raw("</main>\n<footer>Also as <a href=\"/api/news\">JSON</a> and as a <a")
                .raw(" href=\"/api/news/events\">stream of events</a>.</footer>\n")
                .raw("</body>\n</html>\n");
        return page.toString();
    }

    private void head(Markup page, List<SourceSnapshot> sources) {
        page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
        if (count(sources, SourceState.LOADING) > 0) {
            page.raw("<meta http-equiv=\"refresh\" content=\"").text(RELOAD_SECONDS).raw("\">\n");
        }
        page.raw("<title>News</title>\n<style>")
                .raw(style.css())
                .raw("</style>\n</head>\n<body>\n");
    }

    private static void banner(Markup page, List<SourceSnapshot> sources) {
        long headlines = sources.stream().mapToLong(one -> one.articles().list().size()).sum();
        long fresh = count(sources, SourceState.FRESH);
        long loading = count(sources, SourceState.LOADING);
        page.raw("<header class=\"top\"><h1>News</h1><p class=\"pill\"><span class=\"dot ")
                .raw(fresh == sources.size() ? "good" : loading > 0 ? "idle" : "bad")
                .raw("\"></span>")
                .text(fresh)
                .raw(" of ")
                .text(sources.size())
                .raw(sources.size() == 1 ? " source fresh" : " sources fresh")
                .raw(loading > 0 ? ", loading" : "")
                .raw(" · ")
                .text(headlines)
                .raw(headlines == 1 ? " headline" : " headlines")
                .raw("</p></header>\n");
    }

    private static void card(Markup page, SourceSnapshot source, Instant now) {
        var articles = source.articles().list();
        page.raw("<section")
                .attribute("class", "card " + PageStyle.colorClass(source.source().id()))
                .attribute("id", source.source().id())
                .raw(">\n<header><span class=\"mark\"></span><h2><a")
                .attribute("href", source.source().url().toString())
                .raw(" rel=\"noopener noreferrer\" dir=\"auto\">")
                .text(source.source().name())
                .raw("</a></h2>");
        status(page, source, now);
        page.raw("</header>\n");
        note(page, source, now);
        if (source.state() == SourceState.LOADING) {
            page.raw("<div class=\"bones\" aria-hidden=\"true\">")
                    .raw("<i></i><i></i><i></i><i></i><i></i></div>\n");
        }
        if (!articles.isEmpty()) {
            headlines(page, articles);
        }
        page.raw("</section>\n");
    }

    private static void status(Markup page, SourceSnapshot source, Instant now) {
        page.raw("<p class=\"status ").raw(source.state().id()).raw("\">");
        switch (source.state()) {
            case LOADING -> page.raw("Loading…");
            case FRESH -> page.text(source.articles().list().size()).raw(" · ");
            case STALE -> page.raw("<b>Stale</b> · ");
            case FAILED -> page.raw("<b>Failed</b>");
        }
        if (source.fetchedAt() != null) {
            time(page, source.fetchedAt(), now);
        }
        page.raw("</p>");
    }

    private static void note(Markup page, SourceSnapshot source, Instant now) {
        var reason = source.reason();
        if (reason == null) {
            return;
        }
        page.raw("<p class=\"note ")
                .raw(source.state().id())
                .raw("\">")
                .text(reason.text())
                .raw(". <span class=\"code\">")
                .text(reason.code());
        if (source.state() != SourceState.FRESH && source.triedAt() != null) {
            page.raw(" · tried ");
            time(page, source.triedAt(), now);
        }
        page.raw("</span></p>\n");
    }

    private static void headlines(Markup page, List<Article> articles) {
        int shown = Math.min(SHOWN, articles.size());
        list(page, articles.subList(0, shown));
        if (shown < articles.size()) {
            page.raw("<details><summary>").text(articles.size() - shown).raw(" more</summary>\n");
            list(page, articles.subList(shown, articles.size()));
            page.raw("</details>\n");
        }
    }

    private static void list(Markup page, List<Article> articles) {
        page.raw("<ul>\n");
        for (var article : articles) {
            page.raw("<li><a")
                    .attribute("href", article.url().toString())
                    .raw(" rel=\"noopener noreferrer\" dir=\"auto\">")
                    .text(article.title())
                    .raw("</a></li>\n");
        }
        page.raw("</ul>\n");
    }

    private static void time(Markup page, Instant then, Instant now) {
        page.raw("<time")
                .attribute("datetime", then.toString())
                .raw(">")
                .text(ago(Duration.between(then, now)))
                .raw("</time>");
    }

    private static String ago(Duration age) {
        if (age.toSeconds() < 5) {
            return "just now";
        }
        if (age.toMinutes() < 1) {
            return age.toSeconds() + " s ago";
        }
        if (age.toHours() < 1) {
            return age.toMinutes() + " min ago";
        }
        return age.toDays() < 1 ? age.toHours() + " h ago" : age.toDays() + " d ago";
    }

    private static long count(List<SourceSnapshot> sources, SourceState state) {
        return sources.stream().filter(source -> source.state() == state).count();
    }
}
