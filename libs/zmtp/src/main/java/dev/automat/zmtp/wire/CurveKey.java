package dev.automat.zmtp.wire;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** A key of 32 bytes, which people write as 40 characters of Z85 (RFC 32). */
public final class CurveKey {

    /** The number of bytes in a key. */
    public static final int SIZE = 32;

    private static final String Z85 =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
    private static final int TEXT_SIZE = SIZE / 4 * 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    private CurveKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of these bytes. */
    static CurveKey of(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException(
                    "Key must have %d bytes, has %d".formatted(SIZE, bytes.length));
        }
        return new CurveKey(bytes.clone());
    }

    /**
     * Reads a key.
     *
     * @param text Z85, as {@code curve_keygen} and {@code zmq.curve_keypair()} write it, or 64
     *     hexadecimal digits, which need no quotes in any file
     * @throws IllegalArgumentException when it is no key; the message does not tell it
     */
    public static CurveKey parse(String text) {
        return text.matches("[0-9a-fA-F]{64}")
                ? new CurveKey(HexFormat.of().parseHex(text))
                : ofZ85(text);
    }

    private static CurveKey ofZ85(String z85) {
        if (z85.length() != TEXT_SIZE) {
            throw new IllegalArgumentException(
                    "Key must have %d characters of Z85 or 64 hexadecimal digits, has %d"
                            .formatted(TEXT_SIZE, z85.length()));
        }
        var bytes = new byte[SIZE];
        for (int word = 0; word < SIZE / 4; word++) {
            long value = 0;
            for (int i = 0; i < 5; i++) {
                int digit = Z85.indexOf(z85.charAt(5 * word + i));
                if (digit < 0) {
                    throw new IllegalArgumentException("Key has a character that is none of Z85");
                }
                value = 85 * value + digit;
            }
            if (value >>> 32 != 0) {
                throw new IllegalArgumentException("Key is no Z85");
            }
            for (int i = 0; i < 4; i++) {
                bytes[4 * word + i] = (byte) (value >>> (24 - 8 * i));
            }
        }
        return new CurveKey(bytes);
    }

    /** A new secret key. */
    public static CurveKey random() {
        var bytes = new byte[SIZE];
        RANDOM.nextBytes(bytes);
        return new CurveKey(bytes);
    }

    /** The public key that belongs to this secret one. */
    public CurveKey publicKey() {
        var key = new byte[SIZE];
        X25519.scalarMultBase(bytes, 0, key, 0);
        return new CurveKey(key);
    }

    /** The bytes themselves; nobody else may change them. */
    byte[] bytes() {
        return bytes;
    }

    /** The key as text; {@link #toString()} does not tell it, as it may be secret. */
    public String z85() {
        var text = new StringBuilder(TEXT_SIZE);
        for (int word = 0; word < SIZE / 4; word++) {
            long value = 0;
            for (int i = 0; i < 4; i++) {
                value = value << 8 | (bytes[4 * word + i] & 0xFF);
            }
            for (long divisor = 85L * 85 * 85 * 85; divisor > 0; divisor /= 85) {
                text.append(Z85.charAt((int) (value / divisor % 85)));
            }
        }
        return text.toString();
    }

    /** The key as 64 hexadecimal digits, which may be secret as well. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CurveKey key && MessageDigest.isEqual(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "CurveKey";
    }
}
