package dev.automat.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.reporter.process.ProcessMeter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTextTest {

    private static final String NUMBER = "\\d+\\.\\d{1,2}";
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final ProcessMeter meter = new ProcessMeter();

    @Test
    void writesTheFourKnownFieldsFirst() {
        var text = write("red", BEGIN, Map.of());

        assertThat(text)
                .matches(
                        "\\{\"color\":\"red\",\"timestamp\":\"2026-01-01T00:00:00\\.000000\\+00:00\","
                                + "\"cpu\":"
                                + NUMBER
                                + ",\"mem\":"
                                + NUMBER
                                + ",\"seq\":7,\"pid\":42,\"host\":\"oven\",\"mem_limit\":"
                                + NUMBER
                                + ",\"heap_limit\":"
                                + NUMBER
                                + "(,\"heap_after_gc\":"
                                + NUMBER
                                + ")?\\}");
    }

    @Test
    void writesMicrosecondsWithAllTheirDigits() {
        assertThat(write("red", Instant.parse("2026-10-09T08:07:06.000501999Z"), Map.of()))
                .contains("\"2026-10-09T08:07:06.000501+00:00\"");
    }

    @Test
    void quotesWhatANameMayHold() {
        assertThat(write("a \"b\" \\ é", BEGIN, Map.of()))
                .startsWith("{\"color\":\"a \\\"b\\\" \\\\ é\",");
    }

    @Test
    void leavesTheHostOutWhenItIsUnknown() {
        var text = new SampleText("red", 42, null);

        assertThat(new String(text.write(BEGIN, 0, meter, Map.of()), StandardCharsets.UTF_8))
                .doesNotContain("host");
    }

    @Test
    void addsFurtherFields() {
        assertThat(write("red", BEGIN, Map.of("queue", 3, "rate", 0.5)))
                .contains("\"queue\":3.0")
                .contains("\"rate\":0.5");
    }

    @Test
    void leavesOutFieldsThatTheCollectorWouldRefuse() {
        var fields = new LinkedHashMap<String, Number>();
        fields.put("nan", Double.NaN);
        fields.put("huge", 1e300);
        fields.put(" ", 1);
        fields.put("cpu", 1);
        fields.put("line\nbreak", 1);
        fields.put("x".repeat(65), 1);
        fields.put("good", 1);

        assertThat(write("red", BEGIN, fields))
                .endsWith(",\"good\":1.0}")
                .doesNotContain("nan", "huge", "\" \"", "break", "xx");
    }

    @Test
    void addsNoMoreFieldsThanTheCollectorTakes() {
        var fields = new LinkedHashMap<String, Number>();
        IntStream.range(0, 100).forEach(i -> fields.put("f" + i, i));

        assertThat(write("red", BEGIN, fields)).contains("\"f9\":").doesNotContain("\"f10\":");
    }

    @Test
    void isUsedAgainForTheNextSample() {
        var text = new SampleText("red", 42, "oven");
        text.write(BEGIN, 1, meter, Map.of("queue", 3));

        var second = new String(text.write(BEGIN, 2, meter, Map.of()), StandardCharsets.UTF_8);

        assertThat(second).contains("\"seq\":2").doesNotContain("queue");
    }

    private String write(String color, Instant now, Map<String, ? extends Number> fields) {
        meter.read();
        var text = new SampleText(color, 42, "oven");
        return new String(text.write(now, 7, meter, fields), StandardCharsets.UTF_8);
    }
}
