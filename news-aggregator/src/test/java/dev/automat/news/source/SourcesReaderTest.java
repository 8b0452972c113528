package dev.automat.news.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

class SourcesReaderTest {

    private static final String GOOD =
            """
            sources:
              - id: gazette
                name: The Gazette
                url: https://gazette.example/
                color: "#2563eb"
                rules:
                  - css:
                      item: h2 > a
            """;

    private final SourcesReader reader = new SourcesReader("news.yml");

    @Test
    void readsASourceWithDefaults() {
        var source = reader.read(GOOD).getFirst();

        assertThat(source.id()).isEqualTo("gazette");
        assertThat(source.render()).isEqualTo(RenderMode.AUTO);
        assertThat(source.minimum()).isEqualTo(5);
        assertThat(source.rules())
                .containsExactly(new Rule.Css(new CssSelector("h2 > a"), null, null, null));
    }

    @Test
    void acceptsThePackagedFile() throws IOException {
        var yaml = new ClassPathResource("sources.yml").getContentAsString(StandardCharsets.UTF_8);

        assertThat(reader.read(yaml)).extracting(Source::id).containsExactly("cnn", "aljazeera");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    id: gazette                   | id: The Gazette        | field "sources[0].id"
                    name: The Gazette             | name:                  | source "gazette", field "name" is missing
                    url: https://gazette.example/ | url: file:///etc/passwd| source "gazette", field "url" must be an http or https
                    color: "#2563eb"              | color: blueish         | field "color" must be a colour
                    item: h2 > a                  | item: h2[              | field "rules[0].css.item" must be a CSS selector
                    item: h2 > a                  | headline: h2           | field "rules[0].css.item" is missing
                    - css:                        | - xpath:               | field "rules[0].xpath" is unknown
                    name: The Gazette             | nam: The Gazette       | field "name" is missing
                    color: "#2563eb"              | minimum: 0             | field "color" is missing
                    """)
    void namesFileSourceAndField(String right, String wrong, String expected) {
        var yaml = GOOD.replace(right, wrong);

        assertThatThrownBy(() -> reader.read(yaml))
                .isInstanceOf(InvalidSourcesException.class)
                .hasMessageStartingWith("news.yml: ")
                .hasMessageContaining(expected);
    }

    @Test
    void refusesAnUnknownField() {
        assertThatThrownBy(() -> reader.read(GOOD + "    colour: red\n"))
                .hasMessageContaining("source \"gazette\", field \"colour\" is unknown");
    }

    @Test
    void refusesANumberOutOfRange() {
        assertThatThrownBy(() -> reader.read(GOOD + "    minimum: 0\n"))
                .hasMessageContaining("field \"minimum\" must be a number from 1 to 1000");
    }

    @Test
    void refusesTheSameIdTwice() {
        var twice = GOOD + GOOD.substring(GOOD.indexOf('\n') + 1);

        assertThatThrownBy(() -> reader.read(twice))
                .hasMessageContaining("\"gazette\" a second time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sources: []", "just text", "sources: [1]", "a: [", "a: &a [*a]"})
    void refusesWhatIsNoListOfSources(String yaml) {
        assertThatThrownBy(() -> reader.read(yaml))
                .isInstanceOf(InvalidSourcesException.class)
                .hasMessageStartingWith("news.yml");
    }

    @Test
    void tellsTheOperatorWhereToLook() {
        var failure = new InvalidSourcesException("news.yml", "source \"a\", field \"url\" is bad");

        var analysis = new InvalidSourcesFailureAnalyzer().analyze(failure);

        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription()).contains("news.yml").contains("field \"url\"");
        assertThat(analysis.getAction()).contains("automat.news.sources-file");
    }
}
