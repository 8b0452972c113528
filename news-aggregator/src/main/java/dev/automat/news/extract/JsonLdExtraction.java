package dev.automat.news.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds headlines in linked data: whatever has a headline, and entries of lists. */
final class JsonLdExtraction {

    private final JsonMapper mapper;

    JsonLdExtraction(JsonMapper mapper) {
        this.mapper = mapper;
    }

    List<Candidate> find(Document document) {
        return document.select("script[type=application/ld+json]").stream()
                .flatMap(script -> script.dataNodes().stream())
                .map(DataNode::getWholeData)
                .flatMap(this::headlines)
                .toList();
    }

    private Stream<Candidate> headlines(String json) {
        try {
            var found = new ArrayList<Candidate>();
            collect(mapper.readTree(json), found);
            return found.stream();
        } catch (JacksonException _) {
            return Stream.empty();
        }
    }

    private static void collect(JsonNode node, List<Candidate> found) {
        var title = title(node);
        var link = link(node);
        if (!title.isEmpty() && !link.isEmpty()) {
            found.add(new Candidate(Titles.ofMarkup(title), link));
        }
        for (var child : node) {
            collect(child, found);
        }
    }

    private static String title(JsonNode node) {
        boolean isListEntry = "ListItem".equals(node.path("@type").asString(""));
        return node.path(isListEntry ? "name" : "headline").asString("");
    }

    private static String link(JsonNode node) {
        var url = node.path("url").asString("");
        var page = node.path("mainEntityOfPage");
        return !url.isEmpty()
                ? url
                : page.isString() ? page.asString() : page.path("@id").asString("");
    }
}
