package dev.automat.zmtp.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The numbers of one side of a connection, each greater than the one before. */
final class CurveNonces {

    private long last;

    /** Our next number. */
    long next() {
        return ++last;
    }

    /**
     * The peer's number.
     *
     * @throws ZmtpViolationException when it is none that may come now
     */
    long judged(long number) {
        if (Long.compareUnsigned(number, last) <= 0) {
            throw new ZmtpViolationException(Violation.BAD_SEAL, "Sealed frame came before");
        }
        return number;
    }

    /** The peer proved that this number is its own. */
    void used(long number) {
        last = number;
    }

    /** A nonce that tells by its prefix who uses it for what. */
    static byte[] nonce(String prefix, long number) {
        return ByteBuffer.allocate(Box.NONCE_SIZE)
                .put(prefix.getBytes(StandardCharsets.US_ASCII))
                .putLong(number)
                .array();
    }

    /** The same with 16 bytes of chance. */
    static byte[] nonce(String prefix, byte[] random) {
        return ByteBuffer.allocate(Box.NONCE_SIZE)
                .put(prefix.getBytes(StandardCharsets.US_ASCII))
                .put(random)
                .array();
    }
}
