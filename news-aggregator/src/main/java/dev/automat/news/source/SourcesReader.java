package dev.automat.news.source;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads and checks the YAML file of sources. */
final class SourcesReader {

    private static final int MAX_SOURCES = 1_000;
    private static final int MAX_HEADLINES = 1_000;
    private static final int DEFAULT_MINIMUM = 5;
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    private final String file;

    SourcesReader(String file) {
        this.file = file;
    }

    /**
     * Reads the sources.
     *
     * @throws InvalidSourcesException when anything is wrong, naming file, source and field
     */
    List<Source> read(String yaml) {
        var root = Section.root(file, parse(yaml));
        var sections = root.sections("sources");
        root.rejectOthers();
        if (sections.size() > MAX_SOURCES) {
            throw root.wrong(
                    "sources",
                    "must have at most %d entries, has %d".formatted(MAX_SOURCES, sections.size()));
        }
        var sources = new ArrayList<Source>();
        var ids = new HashSet<String>();
        for (var section : sections) {
            var source = source(section);
            if (!ids.add(source.id())) {
                throw section.wrong("id", "is \"" + source.id() + "\" a second time");
            }
            sources.add(source);
        }
        return sources;
    }

    private Object parse(String yaml) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(20);
        options.setNestingDepthLimit(20);
        try {
            return new Yaml(new SafeConstructor(options)).load(yaml);
        } catch (YAMLException e) {
            throw new InvalidSourcesException(file, "is no YAML: " + e.getMessage());
        }
    }

    private static Source source(Section unnamed) {
        var id = unnamed.text("id", SourcesReader::id);
        var section = unnamed.ownedBy(id);
        var source =
                new Source(
                        section.text("id"),
                        section.text("name"),
                        section.text("url", SourcesReader::url),
                        section.text("color", Color::of),
                        section.has("render")
                                ? section.text("render", SourcesReader::renderMode)
                                : RenderMode.AUTO,
                        section.number("minimum", DEFAULT_MINIMUM, 1, MAX_HEADLINES),
                        section.sections("rules").stream().map(SourcesReader::rule).toList());
        section.rejectOthers();
        return source;
    }

    private static String id(String text) {
        if (!ID.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "must be 1 to 40 of a-z, 0-9 and -, is \"" + text + "\"");
        }
        return text;
    }

    private static URI url(String text) {
        var url = URI.create(text);
        var scheme = url.getScheme();
        if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new IllegalArgumentException(
                    "must be an http or https address, is \"" + text + "\"");
        }
        return url;
    }

    private static RenderMode renderMode(String text) {
        return Arrays.stream(RenderMode.values())
                .filter(mode -> mode.id().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "must be one of %s, is \"%s\"".formatted(renderModes(), text)));
    }

    private static String renderModes() {
        return Arrays.stream(RenderMode.values())
                .map(RenderMode::id)
                .collect(Collectors.joining(", "));
    }

    private static Rule rule(Section section) {
        boolean css = section.has("css");
        boolean scriptJson = section.has("script-json");
        boolean jsonLd = section.has("json-ld");
        section.rejectOthers();
        if ((css ? 1 : 0) + (scriptJson ? 1 : 0) + (jsonLd ? 1 : 0) != 1) {
            throw section.wrong("", "must have exactly one of css, script-json and json-ld");
        }
        if (css) {
            return css(section.section("css"));
        }
        if (scriptJson) {
            return scriptJson(section.section("script-json"));
        }
        section.section("json-ld").rejectOthers();
        return Rule.JsonLd.INSTANCE;
    }

    private static Rule css(Section section) {
        var rule =
                new Rule.Css(
                        section.text("item", CssSelector::new),
                        section.optionalText("title", CssSelector::new),
                        section.optionalText("link", CssSelector::new),
                        section.optionalText("remove", CssSelector::new));
        section.rejectOthers();
        return rule;
    }

    private static Rule scriptJson(Section section) {
        var rule =
                new Rule.ScriptJson(
                        section.text("after"),
                        section.text("items"),
                        section.text("title"),
                        section.text("link"));
        section.rejectOthers();
        return rule;
    }
}
