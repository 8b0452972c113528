package dev.automat.metrics.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.automat.metrics.otlp.ExportRefusedException.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Counts the messages within a message before objects are made of them. An empty one takes two
 * bytes on the wire and fifty times as many in memory, so the size of a body does not bound it.
 */
final class PartCount {

    /** What a request of ten thousand points with six attributes each needs, and some more. */
    static final int MAX_PARTS = 200_000;

    /** How deep messages may be within each other; lists of lists make attributes deep. */
    static final int MAX_DEPTH = 32;

    private int parts;

    /** Counts one more. */
    void increment() {
        parts++;
        if (parts > MAX_PARTS) {
            throw new ExportRefusedException(
                    Reason.TOO_LARGE, "A request may have at most " + MAX_PARTS + " parts");
        }
    }

    /** Counts all of a message in protobuf's encoding. */
    static void check(byte[] body, Descriptor type) throws IOException {
        new PartCount().check(CodedInputStream.newInstance(body), type, 0);
    }

    private void check(CodedInputStream in, Descriptor type, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new InvalidProtocolBufferException("Messages are too deep within each other");
        }
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            var field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            if (isMessage(field, tag)) {
                increment();
                int limit = in.pushLimit(in.readRawVarint32());
                check(in, field.getMessageType(), depth + 1);
                in.checkLastTagWas(0);
                in.popLimit(limit);
            } else {
                in.skipField(tag);
            }
        }
    }

    private static boolean isMessage(@Nullable FieldDescriptor field, int tag) {
        return field != null
                && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }
}
