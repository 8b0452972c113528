package dev.automat.zmtp.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurveMechanismTest {

    private static final ByteBufAllocator HEAP = ByteBufAllocator.DEFAULT;

    private final CurveKey serverKey = CurveKey.random();
    private final CurveKey clientKey = CurveKey.random();
    private final Deque<byte[]> toServer = new ArrayDeque<>();
    private final Deque<byte[]> toClient = new ArrayDeque<>();
    private final Handshake server =
            CurveMechanism.server(serverKey, clientKey.publicKey()::equals)
                    .begin(new Metadata("SUB"));
    private final Handshake client =
            CurveMechanism.client(clientKey, serverKey.publicKey()).begin(new Metadata("PUB"));

    @Test
    void bothSidesLearnWhoTheOtherIs() {
        var found = shakeHands(UnaryOperator.identity());

        assertThat(found).containsExactly(new Metadata("PUB"), new Metadata("SUB"));
        assertThat(server.sealing()).isNotNull();
        assertThat(client.sealing()).isNotNull();
    }

    @Test
    void framesComeOutAsTheyWentIn() {
        shakeHands(UnaryOperator.identity());
        var frames = Frames.message(HEAP, new byte[0], new byte[300], new byte[] {1, 2, 3});
        var expected = frames.copy();

        var sealed = sealing(client).seal(HEAP, frames);
        var opened = Unpooled.buffer();
        while (sealed.isReadable()) {
            var plain = sealing(server).open(HEAP, body(sealed));
            opened.writeBytes(plain);
            plain.release();
        }

        assertThat(opened).isEqualTo(expected);
        frames.release();
        expected.release();
        sealed.release();
    }

    @Test
    void aFrameThatComesTwiceOrFromTheWrongSideIsRefused() {
        shakeHands(UnaryOperator.identity());
        var sealed = sealed("hello");
        sealing(server).open(HEAP, Unpooled.wrappedBuffer(sealed)).release();

        assertRefused(() -> sealing(server).open(HEAP, Unpooled.wrappedBuffer(sealed)));
        assertRefused(() -> sealing(client).open(HEAP, Unpooled.wrappedBuffer(sealed("again"))));
    }

    @Test
    void aFrameWithAnyByteChangedOrCutOffIsRefused() {
        shakeHands(UnaryOperator.identity());
        var sealed = sealed("hello");

        for (int i = 0; i < sealed.length; i++) {
            var changed = sealed.clone();
            changed[i] ^= 1;
            assertRefused(() -> sealing(server).open(HEAP, Unpooled.wrappedBuffer(changed)));
            var cut = Unpooled.wrappedBuffer(sealed, 0, i);
            assertRefused(() -> sealing(server).open(HEAP, cut));
        }
    }

    @Test
    void aHandshakeWithAChangedByteIsRefused() {
        var random = new Random(1);
        for (int i = 0; i < 30; i++) {
            // What HELLO begins with says nothing; every byte of the last hundred does.
            int fromEnd = 1 + random.nextInt(100);
            int wanted = i % 3;
            int[] seen = {0};
            UnaryOperator<byte[]> spoil =
                    frame -> {
                        if (seen[0]++ == wanted) {
                            frame[frame.length - fromEnd] ^= 1;
                        }
                        return frame;
                    };
            assertRefused(() -> new CurveMechanismTest().shakeHands(spoil));
        }
    }

    @Test
    void aKeyThatIsNotOnTheListIsRefused() {
        var stranger =
                CurveMechanism.client(CurveKey.random(), serverKey.publicKey())
                        .begin(new Metadata("PUB"));

        assertThatExceptionOfType(ZmtpViolationException.class)
                .isThrownBy(() -> shakeHands(stranger, UnaryOperator.identity()))
                .extracting(ZmtpViolationException::violation)
                .isEqualTo(Violation.NOT_ALLOWED);
    }

    @Test
    void aClientThatExpectsAnotherServerIsRefused() {
        var lost =
                CurveMechanism.client(clientKey, CurveKey.random().publicKey())
                        .begin(new Metadata("PUB"));

        assertThatExceptionOfType(ZmtpViolationException.class)
                .isThrownBy(() -> shakeHands(lost, UnaryOperator.identity()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HELLO", "INITIATE", "WELCOME", "READY", "MESSAGE", "ERROR", "X"})
    void noiseInsteadOfAHandshakeIsRefused(String name) {
        var random = new Random(2);
        for (int size : new int[] {0, 1, 194, 160, 300, 8_000}) {
            var noise = new byte[size];
            random.nextBytes(noise);
            var command = new Command(name, Unpooled.wrappedBuffer(noise));
            assertRefused(() -> server.receive(command, ByteBuf::release));
            var again = new Command(name, Unpooled.wrappedBuffer(noise));
            assertRefused(() -> client.receive(again, ByteBuf::release));
        }
    }

    /** Sealed by libsodium's crypto_box_easy. */
    @Test
    void aBoxIsWhatNaClSeals() {
        var ours = CurveKey.of(counting(0, 32));
        var theirs = CurveKey.of(counting(32, 32));
        var nonce = counting(0, 24);
        var sealed = "5ab50f05d5e77f955de28cc9cfeff2852bb7d35c13582edd2e1e96bf45e99b";
        var content = "Hello from NaCl".getBytes(StandardCharsets.UTF_8);

        var box = new Box(theirs.publicKey(), ours).seal(nonce, content);

        assertThat(HexFormat.of().formatHex(box)).isEqualTo(sealed);
        assertThat(new Box(ours.publicKey(), theirs).open(nonce, box)).isEqualTo(content);
    }

    private static byte[] counting(int first, int size) {
        var bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }

    @Test
    void aKeyThatIsNobodysIsRefused() {
        assertRefused(() -> new Box(CurveKey.of(new byte[32]), CurveKey.random()));
    }

    /** The example of RFC 32 and of libzmq's own documentation. */
    @Test
    void keysAreWrittenAsOthersWriteThem() {
        var z85 = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID";
        var hex = "bb88471d65e2659b30c55a5321cebb5aab2b70a398645c26dca2b2fcb43fc518";

        var key = CurveKey.parse(z85);

        assertThat(HexFormat.of().formatHex(key.bytes())).isEqualTo(hex);
        assertThat(key.z85()).isEqualTo(z85);
        assertThat(CurveKey.parse(hex)).isEqualTo(key);
        assertThat(key.hex()).isEqualTo(hex);
        assertThat(key).isEqualTo(CurveKey.of(HexFormat.of().parseHex(hex)));
        assertThat(key.toString()).doesNotContain(z85);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hI\"",
                "########################################",
            })
    void whatIsNoKeyIsSaidToBeNone(String text) {
        assertThatThrownBy(() -> CurveKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private Metadata[] shakeHands(UnaryOperator<byte[]> onTheWay) {
        return shakeHands(client, onTheWay);
    }

    private Metadata[] shakeHands(Handshake caller, UnaryOperator<byte[]> onTheWay) {
        var atServer = new Metadata[1];
        var atClient = new Metadata[1];
        server.open(frame -> keep(toClient, frame));
        caller.open(frame -> keep(toServer, frame));
        while (!toServer.isEmpty() || !toClient.isEmpty()) {
            boolean isForServer = !toServer.isEmpty();
            var frame = onTheWay.apply((isForServer ? toServer : toClient).removeFirst());
            var command = Command.parse(body(Unpooled.wrappedBuffer(frame)));
            if (isForServer) {
                atServer[0] = other(server.receive(command, out -> keep(toClient, out)), atServer);
            } else {
                atClient[0] = other(caller.receive(command, out -> keep(toServer, out)), atClient);
            }
        }
        return new Metadata[] {atServer[0], atClient[0]};
    }

    private static Metadata other(@Nullable Metadata found, Metadata[] before) {
        return found == null ? before[0] : found;
    }

    private static void keep(Deque<byte[]> queue, ByteBuf frame) {
        var bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        frame.release();
        queue.add(bytes);
    }

    /** The body of the next frame. */
    private static ByteBuf body(ByteBuf frames) {
        int flags = frames.readUnsignedByte();
        long size = (flags & Frames.LONG) != 0 ? frames.readLong() : frames.readUnsignedByte();
        return frames.readSlice((int) size);
    }

    private byte[] sealed(String text) {
        var frames = Frames.message(HEAP, text.getBytes(StandardCharsets.UTF_8));
        var sealed = sealing(client).seal(HEAP, frames);
        var body = body(sealed);
        var bytes = new byte[body.readableBytes()];
        body.readBytes(bytes);
        frames.release();
        sealed.release();
        return bytes;
    }

    private static Sealing sealing(Handshake handshake) {
        var sealing = handshake.sealing();
        assertThat(sealing).isNotNull();
        return sealing;
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatExceptionOfType(ZmtpViolationException.class).isThrownBy(call);
    }
}
