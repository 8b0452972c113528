package dev.automat.metrics.otlp;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.Parser;
import dev.automat.metrics.otlp.ExportRefusedException.Reason;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Reads requests from bytes of strangers, with bounded work and memory. */
final class ExportReader {

    // Unknown fields of two bytes each would be kept as objects.
    private static final Parser<ExportMetricsServiceRequest> PARSER =
            DiscardUnknownFieldsParser.wrap(ExportMetricsServiceRequest.parser());

    private final JsonMessages json = new JsonMessages();
    private final int maxBytes;

    /** Reads requests that have at most so many bytes when they are unzipped. */
    ExportReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Reads one request.
     *
     * @throws ExportRefusedException when it is broken or too large
     */
    ExportMetricsServiceRequest read(byte[] body, boolean isZipped, Format format) {
        var plain = isZipped ? unzip(body) : body;
        try {
            return switch (format) {
                case PROTOBUF -> {
                    PartCount.check(plain, ExportMetricsServiceRequest.getDescriptor());
                    yield PARSER.parseFrom(plain);
                }
                case JSON -> {
                    var request = ExportMetricsServiceRequest.newBuilder();
                    json.read(plain, request);
                    yield request.build();
                }
            };
        } catch (IOException | IllegalArgumentException e) {
            throw new ExportRefusedException(
                    Reason.BROKEN_BODY,
                    "The body is no ExportMetricsServiceRequest: " + e.getMessage());
        }
    }

    private byte[] unzip(byte[] body) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            var plain = in.readNBytes(maxBytes + 1);
            if (plain.length > maxBytes) {
                throw new ExportRefusedException(
                        Reason.TOO_LARGE,
                        "An unzipped body may have at most " + maxBytes + " bytes");
            }
            return plain;
        } catch (IOException _) {
            throw new ExportRefusedException(Reason.BROKEN_BODY, "The body is not zipped");
        }
    }
}
