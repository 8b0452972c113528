package dev.automat.reporter;

import dev.automat.reporter.process.ProcessMeter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes samples as JSON, into one builder that is used again and again. Not safe for several
 * threads.
 */
final class SampleText {

    /** Larger than any sample: its names are bounded, and so is the number of its fields. */
    static final int MAX_BYTES = 16_384;

    static final int MAX_FURTHER_FIELDS = 10;

    private static final int MAX_FIELD_NAME_LENGTH = 64;
    private static final int MAX_HOST_LENGTH = 255;
    private static final double MEBIBYTE = 1_048_576;
    private static final Set<String> OWN_FIELDS =
            Set.of(
                    "color",
                    "timestamp",
                    "cpu",
                    "mem",
                    "seq",
                    "pid",
                    "host",
                    "mem_limit",
                    "heap_limit",
                    "heap_after_gc");

    private final StringBuilder text = new StringBuilder(512);
    private final String head;
    private final String process;

    /** Prepares what is the same in every sample; {@code host} may be unknown. */
    SampleText(String color, long pid, @Nullable String host) {
        head = "{\"color\":" + quoted(color) + ",\"timestamp\":\"";
        process = ",\"pid\":" + pid + (host == null ? "" : ",\"host\":" + quoted(host(host)));
    }

    private static String host(String name) {
        return name.substring(0, Math.min(name.length(), MAX_HOST_LENGTH));
    }

    /** Writes one sample. */
    byte[] write(
            Instant now,
            long seq,
            ProcessMeter meter,
            Map<String, ? extends Number> furtherFields) {
        text.setLength(0);
        text.append(head);
        appendTime(now);
        text.append("\",\"cpu\":");
        appendDecimal(meter.cpuPercent());
        text.append(",\"mem\":");
        appendDecimal(meter.residentBytes() / MEBIBYTE);
        text.append(",\"seq\":").append(seq).append(process).append(",\"mem_limit\":");
        appendDecimal(meter.memoryLimit() / MEBIBYTE);
        if (meter.heapLimit() >= 0) {
            text.append(",\"heap_limit\":");
            appendDecimal(meter.heapLimit() / MEBIBYTE);
        }
        if (meter.heapAfterCollection() >= 0) {
            text.append(",\"heap_after_gc\":");
            appendDecimal(meter.heapAfterCollection() / MEBIBYTE);
        }
        appendFurther(furtherFields);
        return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** ISO 8601 with an offset and always six digits of a second. */
    private void appendTime(Instant now) {
        var time = LocalDateTime.ofEpochSecond(now.getEpochSecond(), now.getNano(), ZoneOffset.UTC);
        appendPadded(time.getYear(), 4);
        text.append('-');
        appendPadded(time.getMonthValue(), 2);
        text.append('-');
        appendPadded(time.getDayOfMonth(), 2);
        text.append('T');
        appendPadded(time.getHour(), 2);
        text.append(':');
        appendPadded(time.getMinute(), 2);
        text.append(':');
        appendPadded(time.getSecond(), 2);
        text.append('.');
        appendPadded(time.getNano() / 1_000, 6);
        text.append("+00:00");
    }

    private void appendPadded(int number, int digits) {
        for (int bound = 10, i = 1; i < digits; bound *= 10, i++) {
            if (number < bound) {
                text.append("0".repeat(digits - i));
                break;
            }
        }
        text.append(number);
    }

    /** Two digits after the point at most: 1 % of a percent, 10 KiB of a MiB. */
    private void appendDecimal(double value) {
        long hundredths = Math.round(value * 100);
        text.append(hundredths / 100).append('.').append(hundredths / 10 % 10);
        if (hundredths % 10 != 0) {
            text.append(hundredths % 10);
        }
    }

    private void appendFurther(Map<String, ? extends Number> fields) {
        int count = 0;
        for (var field : fields.entrySet()) {
            double value = field.getValue().doubleValue();
            // The collector keeps single precision and takes what overflows it for no number.
            if (count < MAX_FURTHER_FIELDS
                    && Float.isFinite((float) value)
                    && isFit(field.getKey())) {
                text.append(',').append(quoted(field.getKey())).append(':').append(value);
                count++;
            }
        }
    }

    private static boolean isFit(String name) {
        return !name.isBlank()
                && name.length() <= MAX_FIELD_NAME_LENGTH
                && !OWN_FIELDS.contains(name)
                && ReporterOptions.isClean(name);
    }

    private static String quoted(String name) {
        var quoted = new StringBuilder(name.length() + 2).append('"');
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            if (letter == '"' || letter == '\\') {
                quoted.append('\\').append(letter);
            } else if (letter < ' ') {
                quoted.append("\\u%04x".formatted((int) letter));
            } else {
                quoted.append(letter);
            }
        }
        return quoted.append('"').toString();
    }
}
