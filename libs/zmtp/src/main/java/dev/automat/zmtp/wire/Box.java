package dev.automat.zmtp.wire;

import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.Salsa20Engine;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.util.Pack;

/**
 * What only the holders of two secret keys can seal and open: NaCl's crypto_box, which is X25519
 * and HSalsa20 to agree on a key, XSalsa20 to hide and Poly1305 to prove.
 */
final class Box {

    /** The bytes by which a box is longer than its content: the proof, which comes first. */
    static final int OVERHEAD = 16;

    static final int NONCE_SIZE = 24;

    private static final int ROUNDS = 20;

    /** "expand 32-byte k", as Salsa20 has it. */
    private static final int[] SIGMA = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};

    private final KeyParameter shared;

    /**
     * Between the holder of one secret key and the one whose public key the other is.
     *
     * @throws ZmtpViolationException when that is no public key of anyone
     */
    Box(CurveKey theirs, CurveKey ours) {
        var point = new byte[CurveKey.SIZE];
        if (!X25519.calculateAgreement(ours.bytes(), 0, theirs.bytes(), 0, point, 0)) {
            throw new ZmtpViolationException(Violation.BAD_SEAL, "Key is nobody's");
        }
        shared = new KeyParameter(hsalsa20(point));
    }

    /** HSalsa20 with an input of zeros. */
    private static byte[] hsalsa20(byte[] key) {
        var input = new int[16];
        for (int i = 0; i < 4; i++) {
            input[5 * i] = SIGMA[i];
        }
        Pack.littleEndianToInt(key, 0, input, 1, 4);
        Pack.littleEndianToInt(key, 16, input, 11, 4);
        var mixed = new int[16];
        Salsa20Engine.salsaCore(ROUNDS, input, mixed);
        var output = new int[8];
        for (int i = 0; i < 4; i++) {
            // The core adds its input at the end, which HSalsa20 does not.
            output[i] = mixed[5 * i] - input[5 * i];
            output[4 + i] = mixed[6 + i] - input[6 + i];
        }
        return Pack.intToLittleEndian(output);
    }

    /** Seals content; no nonce may ever be used twice. */
    byte[] seal(byte[] nonce, byte[] content) {
        var stream = stream(nonce);
        var proof = proof(stream);
        var box = new byte[OVERHEAD + content.length];
        stream.processBytes(content, 0, content.length, box, OVERHEAD);
        proof.update(box, OVERHEAD, content.length);
        proof.doFinal(box, 0);
        return box;
    }

    /**
     * Opens a box.
     *
     * @throws ZmtpViolationException when it was sealed by another, or changed since
     */
    byte[] open(byte[] nonce, byte[] box) {
        if (box.length < OVERHEAD) {
            throw new ZmtpViolationException(Violation.BAD_SEAL, "Box is cut off");
        }
        int size = box.length - OVERHEAD;
        var stream = stream(nonce);
        var proof = proof(stream);
        proof.update(box, OVERHEAD, size);
        var expected = new byte[OVERHEAD];
        proof.doFinal(expected, 0);
        if (!MessageDigest.isEqual(expected, Arrays.copyOf(box, OVERHEAD))) {
            throw new ZmtpViolationException(Violation.BAD_SEAL, "Box cannot be opened");
        }
        var content = new byte[size];
        stream.processBytes(box, OVERHEAD, size, content, 0);
        return content;
    }

    private XSalsa20Engine stream(byte[] nonce) {
        var stream = new XSalsa20Engine();
        stream.init(true, new ParametersWithIV(shared, nonce));
        return stream;
    }

    /** The stream's first 32 bytes are the key of the proof. */
    private static Poly1305 proof(XSalsa20Engine stream) {
        var key = new byte[32];
        stream.processBytes(key, 0, key.length, key, 0);
        var proof = new Poly1305();
        proof.init(new KeyParameter(key));
        return proof;
    }
}
