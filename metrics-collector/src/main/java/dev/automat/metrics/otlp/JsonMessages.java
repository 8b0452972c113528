package dev.automat.metrics.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads protobuf's messages from JSON as OpenTelemetry writes it: names in camel case, 64-bit
 * integers as text or number, identifiers in hexadecimal, which are passed over. Unknown fields are
 * passed over, too.
 *
 * <p>Protobuf's own reader makes integers of texts such as {@code 1e999999999} digit by digit, and
 * takes the identifiers for base 64.
 */
final class JsonMessages {

    private static final int MAX_NUMBER_LENGTH = 64;

    private final JsonFactory json =
            JsonFactory.builder()
                    // Names come from strangers, so they must not pile up in a table.
                    .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(2 * PartCount.MAX_DEPTH)
                                    .maxNumberLength(MAX_NUMBER_LENGTH)
                                    .build())
                    .build();

    /**
     * Reads one message.
     *
     * @throws IllegalArgumentException when the text is no JSON or not of this message
     */
    void read(byte[] text, Message.Builder into) {
        try (var parser = json.createParser(ObjectReadContext.empty(), text)) {
            expect(JsonToken.START_OBJECT, parser.nextToken());
            readFields(parser, into, new PartCount());
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("there is more after the object");
            }
        } catch (JacksonException _) {
            throw new IllegalArgumentException("it is no JSON");
        }
    }

    private static void readFields(JsonParser parser, Message.Builder into, PartCount parts) {
        parts.increment();
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            var field = find(into.getDescriptorForType(), name);
            var token = parser.nextToken();
            if (field == null || token == JsonToken.VALUE_NULL) {
                parser.skipChildren();
            } else if (field.isRepeated()) {
                expect(JsonToken.START_ARRAY, token);
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    into.addRepeatedField(field, value(parser, field, into, parts));
                }
            } else {
                into.setField(field, value(parser, field, into, parts));
            }
        }
        expect(JsonToken.END_OBJECT, parser.currentToken());
    }

    private static @Nullable FieldDescriptor find(Descriptor type, String name) {
        for (var field : type.getFields()) {
            if (field.getJsonName().equals(name) || field.getName().equals(name)) {
                return field;
            }
        }
        return null;
    }

    private static Object value(
            JsonParser parser, FieldDescriptor field, Message.Builder parent, PartCount parts) {
        return switch (field.getJavaType()) {
            case MESSAGE -> {
                expect(JsonToken.START_OBJECT, parser.currentToken());
                var message = parent.newBuilderForField(field);
                readFields(parser, message, parts);
                yield message.build();
            }
            case BYTE_STRING -> {
                scalar(parser);
                yield ByteString.EMPTY;
            }
            case STRING -> {
                expect(JsonToken.VALUE_STRING, parser.currentToken());
                yield parser.getString();
            }
            case BOOLEAN -> Boolean.valueOf(scalar(parser));
            case DOUBLE -> Double.valueOf(scalar(parser));
            case FLOAT -> Float.valueOf(scalar(parser));
            case LONG ->
                    isUnsigned(field)
                            ? Long.parseUnsignedLong(scalar(parser))
                            : Long.parseLong(scalar(parser));
            case INT ->
                    isUnsigned(field)
                            ? Integer.parseUnsignedInt(scalar(parser))
                            : Integer.parseInt(scalar(parser));
            case ENUM -> enumValue(parser, field);
        };
    }

    private static Object enumValue(JsonParser parser, FieldDescriptor field) {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            int number = Integer.parseInt(parser.getString());
            return field.getEnumType().findValueByNumberCreatingIfUnknown(number);
        }
        var value = field.getEnumType().findValueByName(scalar(parser));
        if (value == null) {
            throw new IllegalArgumentException(field.getName() + " has no such value");
        }
        return value;
    }

    private static boolean isUnsigned(FieldDescriptor field) {
        return switch (field.getType()) {
            case UINT64, FIXED64, UINT32, FIXED32 -> true;
            default -> false;
        };
    }

    private static String scalar(JsonParser parser) {
        var token = parser.currentToken();
        if (token == null || !token.isScalarValue()) {
            throw new IllegalArgumentException("a value is an object or a list");
        }
        var text = parser.getString();
        if (text.length() > MAX_NUMBER_LENGTH) {
            throw new IllegalArgumentException("a value is too long");
        }
        return text;
    }

    private static void expect(JsonToken expected, @Nullable JsonToken found) {
        if (found != expected) {
            throw new IllegalArgumentException("a value is of the wrong kind");
        }
    }
}
