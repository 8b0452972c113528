package dev.automat.zmtp.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Reads the 64 bytes with which a ZMTP 3 peer begins, however they are cut.
 *
 * <p>A signature of 10 bytes, two bytes of version, 20 bytes of mechanism name, one byte that says
 * who is the server, and zeros. Every byte is judged as it comes, so that a peer of another kind
 * need not be waited for.
 */
public final class Greeting {

    /** The number of bytes in a greeting. */
    public static final int SIZE = 64;

    private static final int SIGNATURE_SIZE = 10;
    private static final int MAJOR = 10;
    private static final int MINOR = 11;
    private static final int MECHANISM = 12;
    private static final int MECHANISM_SIZE = 20;
    private static final int AS_SERVER = 32;
    private static final int OLDEST_MAJOR = 3;
    private static final int OWN_MINOR = 1;

    private final String mechanism;
    private final byte[] bytes = new byte[SIZE];
    private int count;

    /**
     * Expects a greeting.
     *
     * @param mechanism the name of the mechanism that the peer must want as well
     */
    public Greeting(String mechanism) {
        this.mechanism = mechanism;
    }

    /** Writes our own greeting: version 3.1. */
    public static void write(ByteBuf out, String mechanism, boolean asServer) {
        out.writeByte(0xFF).writeZero(8).writeByte(0x7F);
        out.writeByte(OLDEST_MAJOR).writeByte(OWN_MINOR);
        out.writeCharSequence(mechanism, StandardCharsets.US_ASCII);
        out.writeZero(MECHANISM_SIZE - mechanism.length());
        out.writeBoolean(asServer).writeZero(SIZE - AS_SERVER - 1);
    }

    /**
     * Reads what there is of the greeting and leaves what follows it.
     *
     * @return whether the greeting is complete
     * @throws ZmtpViolationException when the peer does not speak ZMTP 3, or wants another
     *     mechanism
     */
    public boolean read(ByteBuf in) {
        while (count < SIZE && in.isReadable()) {
            bytes[count] = in.readByte();
            judge(count++);
        }
        return count == SIZE;
    }

    private void judge(int index) {
        int value = bytes[index] & 0xFF;
        if (index == 0 && value != 0xFF) {
            // ZMTP 1 begins with the length of the identity; whatever else begins so is random.
            throw new ZmtpViolationException(
                    Violation.BAD_GREETING, "Greeting begins with " + value + ", not 255");
        }
        if (index == SIGNATURE_SIZE - 1 && value != 0x7F) {
            throw new ZmtpViolationException(
                    Violation.BAD_GREETING, "Signature ends with " + value + ", not 127");
        }
        if (index == MAJOR && value < OLDEST_MAJOR) {
            throw new ZmtpViolationException(
                    Violation.UNSUPPORTED_VERSION, "Peer speaks revision " + value + " of ZMTP");
        }
        if (index == AS_SERVER - 1 && !peerMechanism().equals(mechanism)) {
            throw new ZmtpViolationException(
                    Violation.MECHANISM_MISMATCH, "Peer wants another mechanism than " + mechanism);
        }
    }

    private String peerMechanism() {
        int length = 0;
        while (length < MECHANISM_SIZE && bytes[MECHANISM + length] != 0) {
            length++;
        }
        return new String(bytes, MECHANISM, length, StandardCharsets.US_ASCII);
    }

    /** The newest minor version of ZMTP 3 that both peers speak: 0 or 1. */
    public int minorVersion() {
        boolean newerMajor = bytes[MAJOR] > OLDEST_MAJOR;
        return newerMajor ? OWN_MINOR : Math.min(bytes[MINOR] & 0xFF, OWN_MINOR);
    }
}
