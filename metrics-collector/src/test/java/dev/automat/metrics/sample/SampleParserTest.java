package dev.automat.metrics.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleParserTest {

    private static final String RED =
            """
            {"color":"red","timestamp":"2026-01-01T00:00:00.000000+00:00","cpu":12.5,"mem":48.2}\
            """;

    private final SampleParser parser = new SampleParser();

    @Test
    void readsASampleAndKeepsItsText() {
        var sample = accepted(RED);

        assertThat(sample.name()).isEqualTo("red");
        assertThat(sample.timestamp()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(sample.fields()).containsExactly(entry("cpu", 12.5), entry("mem", 48.2));
        assertThat(sample.json()).isEqualTo(RED);
    }

    @Test
    void takesFieldsInAnyOrderAndConvertsTheOffset() {
        var sample =
                accepted(
                        """
                        {"mem":1,"cpu":0,"timestamp":"2026-01-01T01:30:00+01:30","color":"b"}\
                        """);

        assertThat(sample.timestamp()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(sample.fields()).containsEntry("mem", 1.0).containsEntry("cpu", 0.0);
    }

    @Test
    void keepsFurtherNumbersAndLeavesOtherFieldsToOthers() {
        var sample = accepted(with("\"host\":\"a\",\"queue\":7,\"tags\":[{\"cpu\":1}],\"x\":null"));

        assertThat(sample.fields()).containsOnlyKeys("cpu", "mem", "queue");
    }

    @Test
    void takesAsManyFurtherFieldsAsAllowed() {
        assertThat(accepted(with(fields(SampleParser.MAX_FURTHER_FIELDS))).fields()).hasSize(18);
        assertThat(rejection(with(fields(SampleParser.MAX_FURTHER_FIELDS + 1))))
                .isEqualTo(Rejection.FURTHER_FIELDS);
    }

    @Test
    void takesNamesUpToTheirLimit() {
        assertThat(accepted(named("é".repeat(128))).name()).hasSize(128);
        assertThat(rejection(named("é".repeat(129)))).isEqualTo(Rejection.NAME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a\\u0000b",
                "a\\nb",
                "a\\u0085b",
                "\\ud800",
                "\\ud83d",
                "a\\u007f"
            })
    void refusesNamesThatCannotBeShown(String name) {
        assertThat(rejection(named(name))).isEqualTo(Rejection.NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "null", "true", "[\"red\"]", "{\"a\":1}"})
    void refusesANameThatIsNoString(String color) {
        assertThat(rejection(RED.replace("\"red\"", color))).isEqualTo(Rejection.NAME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "1767225600",
                "2026-01-01",
                "2026-01-01T00:00:00",
                "2026-02-30T00:00:00Z",
                "2026-01-01T00:00:00+25:00",
                "2026-01-01T00:00:00Z and some more text to make it longer than sixty-four"
            })
    void refusesATimeWithoutOffsetOrSense(String timestamp) {
        var message = RED.replace("2026-01-01T00:00:00.000000+00:00", timestamp);

        assertThat(rejection(message)).isEqualTo(Rejection.TIMESTAMP);
    }

    @ParameterizedTest
    @CsvSource({"\"12\"", "null", "true", "1e999", "-1e39", "[1]"})
    void refusesValuesThatAreNoFiniteNumbers(String value) {
        assertThat(rejection(RED.replace("12.5", value))).isEqualTo(Rejection.CPU);
        assertThat(rejection(RED.replace("48.2", value))).isEqualTo(Rejection.MEM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"q\":1e999", "\"q\\u0007\":1", "\"\":1"})
    void refusesFurtherFieldsThatCannotBeDrawn(String field) {
        assertThat(rejection(with(field))).isEqualTo(Rejection.FURTHER_FIELDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hello",
                "7",
                "null",
                "[]",
                "{",
                "{}{}",
                "{\"color\":\"red\"",
                "{\"color\":\"red\"]",
                "{\"cpu\":NaN}",
                "{\"cpu\":0x10}",
                "{\"cpu\":1,}",
                "{'cpu':1}",
                "{\"cpu\":1,\"cpu\":2}",
                "{\"color\":\"a\nb\"}",
                "\uFEFF{}",
                "{\"color\":\"\\x\"}"
            })
    void refusesWhatIsNotOneJsonObject(String message) {
        assertThat(rejection(message)).isEqualTo(Rejection.NOT_JSON);
    }

    @Test
    void refusesTextAfterTheObject() {
        assertThat(rejection(RED + RED)).isEqualTo(Rejection.NOT_JSON);
        assertThat(rejection(RED + "x")).isEqualTo(Rejection.NOT_JSON);
        assertThat(accepted(RED + " \n").name()).isEqualTo("red");
    }

    @Test
    void refusesBottomlessNesting() {
        assertThat(rejection(with("\"deep\":" + "[".repeat(30_000)))).isEqualTo(Rejection.NOT_JSON);
    }

    @Test
    void refusesEncodingsOtherThanUtf8() {
        assertThat(rejection(new byte[] {(byte) 0xff, (byte) 0xfe, '{', 0}))
                .isEqualTo(Rejection.NOT_UTF8);
        assertThat(rejection(RED.replace("red", "röd").getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(Rejection.NOT_UTF8);
        assertThat(rejection(RED.getBytes(StandardCharsets.UTF_16LE))).isNotNull();
    }

    @Test
    void refusesWhatIsTooLongWithoutReadingIt() {
        assertThat(rejection(new byte[SampleParser.MAX_BYTES + 1])).isEqualTo(Rejection.TOO_LARGE);
    }

    @Test
    void survivesRandomBytesAndDamagedSamples() {
        var random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            var bytes = RED.getBytes(StandardCharsets.UTF_8);
            for (int hit = random.nextInt(4); hit >= 0; hit--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(parser.parse(ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length + 1))))
                    .isNotNull();
        }
    }

    private static java.util.Map.Entry<String, Double> entry(String name, double value) {
        return java.util.Map.entry(name, value);
    }

    private static String with(String further) {
        return RED.substring(0, RED.length() - 1) + "," + further + "}";
    }

    private static String named(String name) {
        return RED.replace("red", name);
    }

    private static String fields(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"f" + i + "\":" + i)
                .collect(Collectors.joining(","));
    }

    private Sample accepted(String message) {
        var reading = parser.parse(ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
        assertThat(reading).isInstanceOf(Reading.Accepted.class);
        return ((Reading.Accepted) reading).sample();
    }

    private Rejection rejection(String message) {
        return rejection(message.getBytes(StandardCharsets.UTF_8));
    }

    private Rejection rejection(byte[] message) {
        var reading = parser.parse(ByteBuffer.wrap(message));
        assertThat(reading).isInstanceOf(Reading.Rejected.class);
        return ((Reading.Rejected) reading).reason();
    }
}
