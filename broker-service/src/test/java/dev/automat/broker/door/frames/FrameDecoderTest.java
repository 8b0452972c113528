package dev.automat.broker.door.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.server.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {

    private static final int MAX_NAME = 16;
    private static final int MAX_FRAME = 100_000;
    private static final String LARGE = "L".repeat(20_000);

    private final PinnedMemory memory = new PinnedMemory(Long.MAX_VALUE);
    private final List<FrameDecoder> decoders = new ArrayList<>();

    private static final class Recorder implements FrameDecoder.Sink {

        private final List<String> events = new ArrayList<>();

        @Override
        public void subscribe(ByteBuf source, int index, int length) {
            events.add("subscribe " + text(source, index, length));
        }

        @Override
        public void channel(ByteBuf source, int index, int length) {
            events.add("channel " + text(source, index, length));
        }

        @Override
        public void message(ByteBuf source, int index, int size) {
            assertThat(source.getInt(index)).isEqualTo(size - 4);
            events.add("message " + text(source, index + 4, size - 4));
        }

        @Override
        public void message(ByteBuf owned) {
            message(owned, owned.readerIndex(), owned.readableBytes());
            owned.release();
        }

        @Override
        public void goodBye() {
            events.add("good-bye");
        }

        private static String text(ByteBuf source, int index, int length) {
            return source.toString(index, length, StandardCharsets.ISO_8859_1);
        }
    }

    private FrameDecoder decoder(FrameDecoder.Sink sink) {
        var decoder = new FrameDecoder(MAX_NAME, MAX_FRAME, ByteBufAllocator.DEFAULT, memory, sink);
        decoders.add(decoder);
        return decoder;
    }

    @AfterEach
    void keepsNothing() {
        decoders.forEach(FrameDecoder::release);
        assertThat(memory.pinned()).isZero();
    }

    private static byte[] frames(String... contents) {
        var bytes = Unpooled.buffer();
        for (var content : contents) {
            bytes.writeInt(content.length());
            bytes.writeCharSequence(content, StandardCharsets.ISO_8859_1);
        }
        return ByteBufUtil.getBytes(bytes);
    }

    private static void feed(FrameDecoder decoder, byte[] bytes, int from, int to)
            throws RefusedException {
        var read = ByteBufAllocator.DEFAULT.directBuffer(Math.max(1, to - from));
        try {
            decoder.decode(read.writeBytes(bytes, from, to - from));
        } finally {
            read.release();
        }
    }

    private List<String> decoded(byte[] bytes, int... cuts) throws RefusedException {
        var recorder = new Recorder();
        var decoder = decoder(recorder);
        int from = 0;
        for (int cut : cuts) {
            feed(decoder, bytes, from, cut);
            from = cut;
        }
        feed(decoder, bytes, from, bytes.length);
        decoder.release();
        return recorder.events;
    }

    @Test
    void meansTheSameWhereverTheStreamIsCut() throws RefusedException {
        var stream = frames("/topic/a", "/queue/b", "hello", "/topic/a", "", "x", "y", "", "junk");
        var whole = decoded(stream);

        assertThat(whole)
                .containsExactly(
                        "subscribe /topic/a",
                        "channel /queue/b",
                        "message hello",
                        "channel /topic/a",
                        "message ",
                        "channel x",
                        "message y",
                        "good-bye");
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                assertThat(decoded(stream, first, second)).isEqualTo(whole);
            }
        }
    }

    @Test
    void meansTheSameByteByByte() throws RefusedException {
        var stream = frames("/topic/a", "/queue/b", "hello", "c", LARGE);
        var cuts = new int[stream.length - 1];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = i + 1;
        }

        assertThat(decoded(stream, cuts)).isEqualTo(decoded(stream)).hasSize(5);
    }

    @Test
    void largeMessagesMeanTheSameWhereverTheyAreCut() throws RefusedException {
        var stream = frames("a", "b", LARGE, "b", LARGE + "2", "c", "d");
        var whole = decoded(stream);
        var random = new Random(20_260_101);

        for (int i = 0; i < 200; i++) {
            int first = random.nextInt(stream.length + 1);
            int second = random.nextInt(first, stream.length + 1);
            assertThat(decoded(stream, first, second)).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {MAX_FRAME + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
    void refusesTooLargeAMessageAtItsHeader(int announced) throws RefusedException {
        var header = Unpooled.buffer().writeInt(announced);
        var recorder = new Recorder();
        var decoder = decoder(recorder);
        feed(decoder, frames("a", "b"), 0, 10);

        assertThatThrownBy(() -> decoder.decode(header))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(Refusal.FRAME_TOO_LARGE))
                .hasMessage("limit 100000 bytes, announced " + Integer.toUnsignedString(announced));
        assertThat(memory.pinned()).isZero();
        assertThat(recorder.events).containsExactly("subscribe a", "channel b");
    }

    @Test
    void refusesTooLargeAMessageAlsoWhenItsHeaderComesInPieces() throws RefusedException {
        var decoder = decoder(new Recorder());
        feed(decoder, frames("a", "b"), 0, 10);
        feed(decoder, new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff}, 0, 3);

        assertThatThrownBy(() -> feed(decoder, new byte[] {(byte) 0xff, 1, 2}, 0, 3))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(Refusal.FRAME_TOO_LARGE));
    }

    @Test
    void refusesTooLongANameAtItsHeader() throws RefusedException {
        var asSubscription = decoder(new Recorder());
        var asChannel = decoder(new Recorder());
        feed(asChannel, frames("a"), 0, 5);
        var name = "n".repeat(MAX_NAME + 1);

        for (var decoder : List.of(asSubscription, asChannel)) {
            assertThatThrownBy(() -> feed(decoder, frames(name), 0, 4))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.refusal()).isEqualTo(Refusal.NAME_TOO_LONG));
        }
    }

    @Test
    void takesFramesOfExactlyTheLimits() throws RefusedException {
        var name = "n".repeat(MAX_NAME);
        var data = "d".repeat(MAX_FRAME);

        assertThat(decoded(frames(name, name, data), 30, 50_000))
                .containsExactly("subscribe " + name, "channel " + name, "message " + data);
    }

    @Test
    void keepsAsMuchAsCameAndNotAsMuchAsWasAnnounced() throws RefusedException {
        var decoder = decoder(new Recorder());
        var stream = frames("a", "b", "d".repeat(MAX_FRAME));

        feed(decoder, stream, 0, 1_000);

        assertThat(decoder.isWithinFrame()).isTrue();
        assertThat(decoder.pinnedBytes()).isBetween(990, 4_096);
        assertThat(memory.pinned()).isEqualTo(decoder.pinnedBytes());
    }

    @Test
    void tellsIncompleteFramesApart() throws RefusedException {
        var decoder = decoder(new Recorder());
        var stream = frames("abc", "def", "ghi");

        feed(decoder, stream, 0, 2);
        long first = decoder.partials();
        feed(decoder, stream, 2, 5);
        assertThat(decoder.partials()).isEqualTo(first);
        feed(decoder, stream, 5, 9);

        assertThat(decoder.partials()).isEqualTo(first + 1);
    }

    @Test
    void decodesNothingAfterTheGoodBye() throws RefusedException {
        var recorder = new Recorder();
        var decoder = decoder(recorder);

        feed(decoder, frames("a", "", "b", "c"), 0, 19);
        feed(decoder, frames("b", "c"), 0, 10);

        assertThat(recorder.events).containsExactly("subscribe a", "good-bye");
    }

    @Test
    void aStreamOfRandomBytesIsRefusedOrKeptWithinTheLimits() {
        for (long seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            var decoder = decoder(new Recorder());
            try {
                for (int at = 0; at < bytes.length; ) {
                    int end = Math.min(bytes.length, at + 1 + random.nextInt(50));
                    feed(decoder, bytes, at, end);
                    at = end;
                }
            } catch (RefusedException expected) {
                assertThat(expected).hasMessageStartingWith("limit ");
            }
            assertThat(decoder.pinnedBytes()).as("seed %d", seed).isLessThan(1_024);
            decoder.release();
        }
    }
}
