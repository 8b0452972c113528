package dev.automat.metrics.sample;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a sample from JSON such as {@code {"color":"red","timestamp":"2026-01-01T00:00:00+00:00",
 * "cpu":12.5,"mem":48.2}}. Further numeric fields are kept; fields of other types are for others.
 *
 * <p>Whatever the bytes are, the answer is a {@link Reading} and the work is bounded.
 */
public final class SampleParser {

    /** Longest message that is looked at. */
    public static final int MAX_BYTES = 64 * 1024;

    /** Longest name of a series, in characters. */
    public static final int MAX_NAME_LENGTH = 128;

    /** Numeric fields a sample may have next to cpu and mem. */
    public static final int MAX_FURTHER_FIELDS = 16;

    /** Numeric fields of a sample, and those of a series that are kept. */
    public static final int MAX_FIELDS = MAX_FURTHER_FIELDS + 2;

    static final int MAX_FIELD_NAME_LENGTH = 64;

    private static final int MAX_TIMESTAMP_LENGTH = 64;
    private static final int MAX_NESTING = 16;

    private final JsonFactory json =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // Names come from strangers, so they must not pile up in a table.
                    .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
                    .build();

    /**
     * Reads one message.
     *
     * @param message its bytes; the buffer's position moves
     * @return the sample, or why it is none
     */
    public Reading parse(ByteBuffer message) {
        if (message.remaining() > MAX_BYTES) {
            return new Reading.Rejected(Rejection.TOO_LARGE);
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(message).toString();
        } catch (CharacterCodingException _) {
            return new Reading.Rejected(Rejection.NOT_UTF8);
        }
        return parse(text);
    }

    /** Whether a further field may have this name. */
    public static boolean isFieldName(String name) {
        return Draft.isName(name, MAX_FIELD_NAME_LENGTH);
    }

    private Reading parse(String text) {
        try (var parser = json.createParser(ObjectReadContext.empty(), text)) {
            var draft = new Draft();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Reading.Rejected(Rejection.NOT_JSON);
            }
            for (var name = parser.nextName(); name != null; name = parser.nextName()) {
                draft.read(name, parser);
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                return new Reading.Rejected(Rejection.NOT_JSON);
            }
            return draft.finish(text);
        } catch (JacksonException _) {
            return new Reading.Rejected(Rejection.NOT_JSON);
        }
    }

    /** What is known of a sample while its fields come in any order. */
    private static final class Draft {

        private final Map<String, Double> further = new LinkedHashMap<>();
        private @Nullable String color;
        private @Nullable String timestamp;
        private double cpu = Double.NaN;
        private double mem = Double.NaN;
        private boolean tooMuch;

        void read(String name, JsonParser parser) {
            var value = parser.nextToken();
            switch (name) {
                case "color" -> color = string(value, parser);
                case "timestamp" -> timestamp = string(value, parser);
                case Sample.CPU -> cpu = number(value, parser);
                case Sample.MEM -> mem = number(value, parser);
                default -> readFurther(name, value, parser);
            }
        }

        private static @Nullable String string(@Nullable JsonToken value, JsonParser parser) {
            parser.skipChildren();
            return value == JsonToken.VALUE_STRING ? parser.getString() : null;
        }

        private static double number(@Nullable JsonToken value, JsonParser parser) {
            parser.skipChildren();
            if (value == null || !value.isNumeric()) {
                return Double.NaN;
            }
            // History keeps single precision, so what overflows there is no number here.
            double number = parser.getDoubleValue();
            return Float.isFinite((float) number) ? number : Double.NaN;
        }

        private void readFurther(String name, @Nullable JsonToken value, JsonParser parser) {
            if (value == null || !value.isNumeric()) {
                parser.skipChildren();
                return;
            }
            double number = number(value, parser);
            if (further.size() == MAX_FURTHER_FIELDS
                    || !isName(name, MAX_FIELD_NAME_LENGTH)
                    || Double.isNaN(number)) {
                tooMuch = true;
            } else {
                further.put(name, number);
            }
        }

        Reading finish(String text) {
            if (color == null || !isName(color, MAX_NAME_LENGTH)) {
                return new Reading.Rejected(Rejection.NAME);
            }
            var time = time(timestamp);
            if (time == null) {
                return new Reading.Rejected(Rejection.TIMESTAMP);
            }
            if (Double.isNaN(cpu)) {
                return new Reading.Rejected(Rejection.CPU);
            }
            if (Double.isNaN(mem)) {
                return new Reading.Rejected(Rejection.MEM);
            }
            if (tooMuch) {
                return new Reading.Rejected(Rejection.FURTHER_FIELDS);
            }
            var fields = new LinkedHashMap<String, Double>();
            fields.put(Sample.CPU, cpu);
            fields.put(Sample.MEM, mem);
            fields.putAll(further);
            return new Reading.Accepted(new Sample(color, time, fields, text));
        }

        private static @Nullable Instant time(@Nullable String text) {
            if (text == null || text.length() > MAX_TIMESTAMP_LENGTH) {
                return null;
            }
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException _) {
                return null;
            }
        }

        private static boolean isName(String name, int maxLength) {
            return !name.isBlank()
                    && name.length() <= maxLength
                    && name.codePoints().noneMatch(Draft::isUnfitForAName);
        }

        private static boolean isUnfitForAName(int codePoint) {
            return Character.isISOControl(codePoint)
                    || Character.getType(codePoint) == Character.SURROGATE;
        }
    }
}
