package dev.automat.news.extract;

import dev.automat.news.source.CssSelector;
import dev.automat.news.source.Rule;
import java.util.List;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Finds headlines by selectors. */
final class CssExtraction {

    List<Candidate> find(Rule.Css rule, Document document) {
        return document.select(rule.item().evaluator()).stream()
                .flatMap(item -> candidate(rule, item).stream())
                .toList();
    }

    private static Optional<Candidate> candidate(Rule.Css rule, Element item) {
        var title = rule.title() == null ? item : first(rule.title(), item);
        if (title == null) {
            return Optional.empty();
        }
        var link = link(rule, item, title);
        return link == null
                ? Optional.empty()
                : Optional.of(new Candidate(text(rule, title), link.attr("href")));
    }

    private static @Nullable Element link(Rule.Css rule, Element item, Element title) {
        if (rule.link() != null) {
            return first(rule.link(), item);
        }
        if (isAnchor(item)) {
            return item;
        }
        var around = title.closest("a[href]");
        return around != null ? around : item.selectFirst("a[href]");
    }

    private static boolean isAnchor(Element element) {
        return element.nameIs("a") && element.hasAttr("href");
    }

    private static String text(Rule.Css rule, Element title) {
        if (rule.remove() == null) {
            return Titles.plain(title.text());
        }
        var own = title.clone();
        own.select(rule.remove().evaluator()).remove();
        return Titles.plain(own.text());
    }

    private static @Nullable Element first(CssSelector selector, Element root) {
        return root.selectFirst(selector.evaluator());
    }
}
