package dev.automat.patron.patron;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the lines of one import as they come. It keeps no more than one line, and of a line that is
 * too long nothing; it is not thread-safe.
 */
final class LineReader {

    /** As much as the body of a single patron may have. */
    private static final int LONGEST_LINE = 8 * 1_048_576;

    private static final ObjectReader JSON = JsonMapper.builder().build().readerFor(JsonNode.class);

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long number = 1;
    private boolean isTooLong;

    /** Takes the next bytes, releases their buffer, and returns the lines that are complete now. */
    List<ImportLine> read(DataBuffer buffer) {
        try {
            var bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            return split(bytes);
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    private List<ImportLine> split(byte[] bytes) {
        var lines = new ArrayList<ImportLine>();
        var begin = 0;
        for (var at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                append(bytes, begin, at);
                endLine(lines);
                begin = at + 1;
            }
        }
        append(bytes, begin, bytes.length);
        return lines;
    }

    private void append(byte[] bytes, int begin, int end) {
        if (isTooLong || line.size() + (end - begin) > LONGEST_LINE) {
            isTooLong = true;
            line.reset();
        } else {
            line.write(bytes, begin, end - begin);
        }
    }

    /** Returns the last line, when no line feed ends it. */
    List<ImportLine> end() {
        var lines = new ArrayList<ImportLine>();
        endLine(lines);
        return lines;
    }

    private void endLine(List<ImportLine> lines) {
        var bytes = line.toByteArray();
        if (isTooLong) {
            lines.add(bad("body", "must have at most " + LONGEST_LINE + " bytes"));
        } else if (!isBlank(bytes)) {
            lines.add(parse(bytes));
        }
        line.reset();
        isTooLong = false;
        number++;
    }

    private static boolean isBlank(byte[] bytes) {
        for (var each : bytes) {
            if (each != ' ' && each != '\t' && each != '\r') {
                return false;
            }
        }
        return true;
    }

    private ImportLine parse(byte[] bytes) {
        try {
            return new ImportLine.Good(DraftParser.parseLine(JSON.readTree(bytes)));
        } catch (InvalidRequestException ex) {
            return new ImportLine.Bad(new ImportLine.LineFault(number, ex.faults()));
        } catch (JacksonException ex) {
            var column = ex.getLocation() == null ? 1 : ex.getLocation().getColumnNr();
            return bad("body", "is not valid JSON at column " + column);
        }
    }

    private ImportLine.Bad bad(String field, String message) {
        return new ImportLine.Bad(
                new ImportLine.LineFault(number, List.of(new FieldFault(field, message))));
    }
}
