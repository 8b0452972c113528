package dev.automat.bench.broker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Puts bytes together. */
final class Bytes {

    private Bytes() {}

    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] joined(byte[]... parts) {
        int size = 0;
        for (var part : parts) {
            size += part.length;
        }
        var all = ByteBuffer.allocate(size);
        for (var part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
