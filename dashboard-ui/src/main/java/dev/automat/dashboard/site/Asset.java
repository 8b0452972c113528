package dev.automat.dashboard.site;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.MediaType;

/** One file as it goes out, plain and compressed once for all requests. */
final class Asset {

    private final MediaType type;
    private final byte[] plain;
    private final byte[] gzipped;

    Asset(MediaType type, byte[] bytes) {
        this.type = type;
        this.plain = bytes.clone();
        this.gzipped = gzip(bytes);
    }

    private static byte[] gzip(byte[] bytes) {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new BestGzip(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }

    MediaType type() {
        return type;
    }

    byte[] plain() {
        return plain.clone();
    }

    byte[] gzipped() {
        return gzipped.clone();
    }
}
