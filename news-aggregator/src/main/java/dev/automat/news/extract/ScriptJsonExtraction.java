package dev.automat.news.extract;

import dev.automat.news.source.Rule;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds headlines in the data of an inline script. */
final class ScriptJsonExtraction {

    private final JsonMapper mapper;

    ScriptJsonExtraction(JsonMapper mapper) {
        // What scripts hold is JavaScript, which allows more than JSON and goes on after the value.
        this.mapper =
                mapper.rebuild()
                        .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .enable(
                                JsonReadFeature.ALLOW_SINGLE_QUOTES,
                                JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES,
                                JsonReadFeature.ALLOW_TRAILING_COMMA,
                                JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
                        .build();
    }

    List<Candidate> find(Rule.ScriptJson rule, Document document) {
        return document.select("script:not([src])").stream()
                .flatMap(script -> script.dataNodes().stream())
                .map(DataNode::getWholeData)
                .filter(code -> code.contains(rule.after()))
                .flatMap(code -> headlines(rule, code).stream())
                .toList();
    }

    private List<Candidate> headlines(Rule.ScriptJson rule, String code) {
        var value = code.substring(code.indexOf(rule.after()) + rule.after().length()).strip();
        if (!value.startsWith("{") && !value.startsWith("[")) {
            return List.of();
        }
        try {
            var found = new ArrayList<Candidate>();
            collect(rule, mapper.readTree(value), found);
            return found;
        } catch (JacksonException _) {
            return List.of();
        }
    }

    private static void collect(Rule.ScriptJson rule, JsonNode node, List<Candidate> found) {
        for (var item : node.path(rule.items())) {
            var title = item.path(rule.title());
            var link = item.path(rule.link());
            if (title.isString() && link.isString()) {
                found.add(new Candidate(Titles.ofMarkup(title.asString()), link.asString()));
            }
        }
        // The parser limits how deep a value may be nested, and with it this recursion.
        for (var child : node) {
            collect(rule, child, found);
        }
    }
}
