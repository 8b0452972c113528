package dev.automat.metrics.alert.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesFileTest {

    private static final String GOOD =
            """
            silence:
              after: 1m
              except: ["batch-*"]
            leak:
              enabled: false
            thresholds:
              - name: busy
                series: "order*"
                field: cpu
                above: 90
                until: 80
                for: 30s
              - name: no-heap
                field: heap_after_gc
                below: 1.5
            """;

    @TempDir private Path directory;

    @Test
    void readsRules() throws IOException {
        var rules = new RulesFile(file(GOOD)).rules();

        assertThat(rules.silence())
                .isEqualTo(new AlertRules.Silence(true, Duration.ofMinutes(1), List.of("batch-*")));
        assertThat(rules.leak().enabled()).isFalse();
        assertThat(rules.thresholds())
                .containsExactly(
                        new Threshold(
                                "busy", "order*", "cpu", 90.0, null, 80.0, Duration.ofSeconds(30)),
                        new Threshold(
                                "no-heap", "*", "heap_after_gc", null, 1.5, null, Duration.ZERO));
    }

    @Test
    void withoutAFileOrWithAnEmptyOneTheDefaultsHold() throws IOException {
        assertThat(new RulesFile(null).rules()).isEqualTo(AlertRules.defaults());
        assertThat(new RulesFile(file("")).rules()).isEqualTo(AlertRules.defaults());
        assertThat(new RulesFile(file("# nothing\n")).rules()).isEqualTo(AlertRules.defaults());
    }

    @Test
    void aChangedFileIsReadAgain() throws IOException {
        var file = file(GOOD);
        var rules = new RulesFile(file);

        file("leak: {enabled: false}\n");
        rules.refresh();

        assertThat(rules.rules().thresholds()).isEmpty();
        assertThat(rules.problem()).isNull();
    }

    @Test
    void aFileThatBecameWrongOrIsGoneChangesNothingAndSaysWhy() throws IOException {
        var file = file(GOOD);
        var rules = new RulesFile(file);

        file("thresholds: [{name: half");
        rules.refresh();
        assertThat(rules.problem()).contains("is no YAML");
        Files.delete(file);
        rules.refresh();

        assertThat(rules.problem()).contains("cannot be read");
        assertThat(rules.rules().thresholds()).hasSize(2);
        file(GOOD);
        rules.refresh();
        assertThat(rules.problem()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "thresholds: [{field: cpu, above: 1}]|must have a name",
                "thresholds: [{name: a, above: 1}]|must have a field",
                "thresholds: [{name: a, field: cpu}]|either above or below",
                "thresholds: [{name: a, field: cpu, above: 1, below: 2}]|either above or below",
                "thresholds: [{name: a, field: cpu, above: 1, until: 2}]|good side of 1.0",
                "thresholds: [{name: a, field: cpu, above: .nan}]|finite",
                "thresholds: [{name: a, field: cpu, above: 1, for: 3d}]|0 s to 1 d",
                "thresholds: [{name: a, field: cpu, above: much}]|much",
                "thresholds: [{name: leak, field: cpu, above: 1}]|own name",
                "thresholds: [{name: 'a*', field: cpu, above: 1}]|must not contain",
                "silence: {after: 1s}|at least 5 s",
                "silence: {after: 51m}|at most 50 min",
                "silence: {aftr: 20s}|aftr",
                "[1, 2]|document",
                "just text|",
            })
    void saysWhatIsWrongWithAFile(String content, String reason) throws IOException {
        var file = file(content);

        assertThatThrownBy(() -> new RulesFile(file))
                .isInstanceOf(InvalidRulesException.class)
                .hasMessageContaining(reason == null ? "" : reason);
    }

    @Test
    void aFileThatNeverEndsIsNotRead() throws IOException {
        var file = file("# " + "x".repeat(300_000));

        assertThatThrownBy(() -> new RulesFile(file)).hasMessageContaining("more than");
    }

    @ParameterizedTest
    @CsvSource({
        "*,red,true",
        "r*,red,true",
        "r*d,red,true",
        "r*e,red,false",
        "*e*,red,true",
        "red,red,true",
        "red,redder,false",
        "redder,red,false",
        "r.d,red,false",
        "**,red,true",
        "*a*a*a*a*b,aaaaaaaaaaaaaaaaaaaaaaaaaaaa,false"
    })
    void aStarStandsForAnyCharacters(String pattern, String name, boolean matches) {
        assertThat(new NamePattern(pattern).matches(name)).isEqualTo(matches);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("rules.yml"), content);
    }
}
