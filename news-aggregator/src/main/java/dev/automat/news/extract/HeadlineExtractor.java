package dev.automat.news.extract;

import dev.automat.news.render.Page;
import dev.automat.news.source.Rule;
import dev.automat.news.source.Source;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Finds a source's headlines in a page. Works on the calling thread and touches nothing else. */
@Component
public final class HeadlineExtractor {

    private final CssExtraction css = new CssExtraction();
    private final ScriptJsonExtraction scriptJson;
    private final JsonLdExtraction jsonLd;

    public HeadlineExtractor(JsonMapper mapper) {
        this.scriptJson = new ScriptJsonExtraction(mapper);
        this.jsonLd = new JsonLdExtraction(mapper);
    }

    /**
     * Tries the source's rules in order.
     *
     * @param limit at most as many headlines are returned
     * @return what the first rule found that found the source's minimum; else the most any found,
     *     in the page's order, each address and each title once; may be empty
     */
    public List<Headline> extract(Source source, Page page, int limit) {
        var document = Jsoup.parse(page.html(), page.url().toString());
        List<Headline> most = List.of();
        for (var rule : source.rules()) {
            var found = distinct(candidates(rule, document), document, limit);
            if (found.size() >= source.minimum()) {
                return found;
            }
            most = found.size() > most.size() ? found : most;
        }
        return most;
    }

    private List<Candidate> candidates(Rule rule, Document document) {
        return switch (rule) {
            case Rule.Css selectors -> css.find(selectors, document);
            case Rule.ScriptJson script -> scriptJson.find(script, document);
            case Rule.JsonLd _ -> jsonLd.find(document);
        };
    }

    private static List<Headline> distinct(
            List<Candidate> candidates, Document document, int limit) {
        // jsoup has applied the page's <base> to its own base address.
        var links = new Links(document.baseUri());
        var headlines = new ArrayList<Headline>();
        var urls = new HashSet<URI>();
        var titles = new HashSet<String>();
        for (var candidate : candidates) {
            var url = links.resolve(candidate.href());
            if (headlines.size() < limit
                    && url.isPresent()
                    && !candidate.title().isEmpty()
                    && !urls.contains(url.get())
                    && titles.add(candidate.title().toLowerCase(Locale.ROOT))) {
                urls.add(url.get());
                headlines.add(new Headline(candidate.title(), url.get()));
            }
        }
        return headlines;
    }
}
