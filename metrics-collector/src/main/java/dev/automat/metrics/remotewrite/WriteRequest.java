package dev.automat.metrics.remotewrite;

import com.google.protobuf.CodedOutputStream;
import dev.automat.metrics.history.ExpositionNames;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes {@code prometheus.WriteRequest} of remote write 1.0, which is three small messages: a
 * request has time series, a series has labels in order of their names, and samples in order of
 * their time.
 */
final class WriteRequest {

    private static final int TIME_SERIES = 1;
    private static final int LABELS = 1;
    private static final int SAMPLES = 2;
    private static final int NAME = 1;
    private static final int VALUE = 2;
    private static final int SAMPLE_VALUE = 1;
    private static final int SAMPLE_TIMESTAMP = 2;

    /** The one NaN that ends a series. Kept as bits: a processor may turn it into another NaN. */
    private static final long STALE = 0x7ff0000000000002L;

    private WriteRequest() {}

    private record Series(String app, String field) {}

    private record Point(long epochMillis, long valueBits) {

        static Point of(Report report, double value) {
            return new Point(
                    report.epochMillis(),
                    report.isEnd() ? STALE : Double.doubleToRawLongBits(value));
        }
    }

    /** The body of a request, compressed as a block of Snappy. */
    static byte[] body(List<Report> reports) {
        var plain = plain(reports);
        var compressor = new SnappyJavaCompressor();
        var compressed = new byte[compressor.maxCompressedLength(plain.length)];
        int length = compressor.compress(plain, 0, plain.length, compressed, 0, compressed.length);
        return Arrays.copyOf(compressed, length);
    }

    private static byte[] plain(List<Report> reports) {
        Map<Series, List<Point>> series = new LinkedHashMap<>();
        for (var report : reports) {
            report.fields()
                    .forEach((field, value) ->
                            series.computeIfAbsent(
                                            new Series(report.app(), field), _ -> new ArrayList<>())
                                    .add(Point.of(report, value)));
        }
        return message(request ->
                series.forEach((one, points) ->
                        request.add(TIME_SERIES, message(out -> write(one, points, out)))));
    }

    private static void write(Series series, List<Point> points, Fields out) {
        out.add(LABELS, label("__name__", ExpositionNames.of(series.field())));
        out.add(LABELS, label("app", series.app()));
        if (ExpositionNames.isFurther(series.field())) {
            out.add(LABELS, label("field", series.field()));
        }
        for (var point : points) {
            out.add(
                    SAMPLES,
                    message(sample -> {
                        sample.addBits(SAMPLE_VALUE, point.valueBits());
                        sample.add(SAMPLE_TIMESTAMP, point.epochMillis());
                    }));
        }
    }

    private static byte[] label(String name, String value) {
        return message(label -> {
            label.add(NAME, name);
            label.add(VALUE, value);
        });
    }

    private interface Content {
        void writeTo(Fields fields);
    }

    private static byte[] message(Content content) {
        var bytes = new ByteArrayOutputStream();
        var fields = new Fields(CodedOutputStream.newInstance(bytes, 512));
        content.writeTo(fields);
        fields.flush();
        return bytes.toByteArray();
    }

    /** Writes into memory, which does not fail. */
    private record Fields(CodedOutputStream out) {

        private interface Write {
            void run() throws IOException;
        }

        void add(int number, byte[] message) {
            write(() -> out.writeByteArray(number, message));
        }

        void add(int number, String text) {
            write(() -> out.writeString(number, text));
        }

        /** A double by its bits. */
        void addBits(int number, long bits) {
            write(() -> out.writeFixed64(number, bits));
        }

        void add(int number, long value) {
            write(() -> out.writeInt64(number, value));
        }

        void flush() {
            write(out::flush);
        }

        private static void write(Write write) {
            try {
                write.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
