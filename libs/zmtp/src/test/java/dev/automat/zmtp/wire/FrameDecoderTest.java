package dev.automat.zmtp.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {

    private static final int MAX_FRAME = 1_000;
    private static final int MAX_MESSAGE = 2_000;
    private static final int MAX_PARTS = 4;
    private static final String LONG_TEXT = "x".repeat(700);

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private final BufferBudget budget = new BufferBudget(10_000);
    private final Recorder found = new Recorder();
    private final FrameDecoder decoder = openDecoder(found);

    private FrameDecoder openDecoder(FrameDecoder.Sink sink) {
        var open = new FrameDecoder(allocator, budget, sink);
        open.allowMessages(MAX_FRAME, MAX_MESSAGE, MAX_PARTS);
        return open;
    }

    @AfterEach
    void leaksNothing() {
        decoder.close();

        assertThat(budget.used()).isZero();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @Test
    void findsTheSameHoweverTheBytesAreCut() {
        var bytes = traffic();
        var expected = List.of("[a]", "[]", "[one, two, three]", "PING 0", "[" + LONG_TEXT + "]");

        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second += 7) {
                found.clear();
                feed(bytes, 0, first);
                feed(bytes, first, second);
                feed(bytes, second, bytes.length);
                assertThat(found.all).as("cut at %d and %d", first, second).isEqualTo(expected);
                assertThat(decoder.isUnfinished()).isFalse();
            }
        }
    }

    @Test
    void findsTheSameWhenEveryByteComesAlone() {
        var bytes = traffic();

        for (int i = 0; i < bytes.length; i++) {
            feed(bytes, i, i + 1);
        }

        assertThat(found.all).hasSize(5).last().isEqualTo("[" + LONG_TEXT + "]");
    }

    @Test
    void takesACommandBetweenTheParts() {
        feed("01 01 61  04 06 04 50 49 4e 47 30  00 01 62");

        assertThat(found.all).containsExactly("PING 0", "[a, b]");
    }

    @Test
    void takesALongHeaderInFrontOfAShortBody() {
        feed("02 0000000000000001 61");

        assertThat(found.all).containsExactly("[a]");
    }

    @ParameterizedTest
    @CsvSource({
        "02 000000007fffffff, FRAME_TOO_LARGE",
        "02 000000003b9aca00, FRAME_TOO_LARGE",
        "02 ffffffffffffffff, FRAME_TOO_LARGE",
        "02 8000000000000000, FRAME_TOO_LARGE",
        "06 0000000000002001, FRAME_TOO_LARGE",
        "02 00000000000003e9, FRAME_TOO_LARGE",
        "08,                  BAD_FRAME",
        "80 00,               BAD_FRAME",
        "05 00,               BAD_FRAME",
    })
    void refusesAtTheHeader(String header, Violation expected) {
        assertThatViolation(expected, header);

        assertThat(decoder.isUnfinished()).isFalse();
    }

    @Test
    void refusesPartsThatAddUpToTooMuch() {
        var part = "03 00000000000003e8 " + "61".repeat(1_000);

        feed(part);
        feed(part);

        assertThatViolation(Violation.MESSAGE_TOO_LARGE, "00 01");
    }

    @Test
    void refusesEndlessParts() {
        feed("01 00".repeat(MAX_PARTS));

        assertThatViolation(Violation.TOO_MANY_PARTS, "01 00");
    }

    @Test
    void refusesEndlessCommandsBetweenTheParts() {
        feed("01 01 61");

        assertThatViolation(Violation.BAD_COMMAND, "04 06 04 50 49 4e 47 30".repeat(2_000));
    }

    @Test
    void takesEndlessCommandsBetweenMessages() {
        feed("04 06 04 50 49 4e 47 30".repeat(2_000));

        assertThat(found.all).hasSize(2_000);
    }

    @Test
    void refusesMessagesWhileTheHandshakeLasts() {
        var shaking = new FrameDecoder(allocator, budget, found);

        assertThatExceptionOfType(ZmtpViolationException.class)
                .isThrownBy(() -> shaking.feed(bytes("00 01 61")))
                .extracting(ZmtpViolationException::violation)
                .isEqualTo(Violation.FRAME_TOO_LARGE);
        shaking.close();
    }

    @Test
    void keepsNoMoreThanTwiceWhatCame() {
        decoder.allowMessages(50_000_000, 50_000_000, MAX_PARTS);

        feed("02 0000000002faf080 " + "00".repeat(500));
        feed("00".repeat(500));

        assertThat(allocator.metric().usedHeapMemory()).isBetween(1_009L, 2_048L);
    }

    @Test
    void refusesWhatAllPeersTogetherMayNotKeep() {
        decoder.allowMessages(50_000_000, 50_000_000, MAX_PARTS);
        var other = openDecoder(new Recorder());
        other.allowMessages(50_000_000, 50_000_000, MAX_PARTS);
        other.feed(bytes("02 0000000002faf080 " + "00".repeat(12_000)));

        assertThatViolation(
                Violation.TOO_MUCH_BUFFERED, "02 0000000002faf080 " + "00".repeat(12_000));

        decoder.close();
        other.close();
    }

    @Test
    void countsTheFirstBytesOfAPeerForNothing() {
        feed("02 00000000000003e8 " + "00".repeat(900));

        assertThat(budget.used()).isZero();
    }

    @Test
    void letsGoOfALargeBufferWhenLittleRemains() {
        feed("02 00000000000003e8 " + "00".repeat(10));
        feed("00".repeat(990) + "00 05 61");

        assertThat(allocator.metric().usedHeapMemory()).isEqualTo(3);
    }

    @Test
    void ignoresWhatComesAfterItsSinkClosedIt() {
        var seen = new ArrayList<String>();
        var closing =
                new FrameDecoder(
                        allocator,
                        budget,
                        new Recorder() {
                            @Override
                            void add(String what) {
                                seen.add(what);
                                closeIt.run();
                            }
                        });
        closing.allowMessages(MAX_FRAME, MAX_MESSAGE, MAX_PARTS);
        closeIt = closing::close;

        closing.feed(bytes("00 01 61 00 01 62"));
        closing.feed(bytes("00 01 63"));

        assertThat(seen).containsExactly("[a]");
    }

    private Runnable closeIt = () -> {};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void survivesRandomBytes(long seed) {
        var random = new Random(seed);
        var bytes = new byte[64];
        for (int i = 0; i < 2_000; i++) {
            random.nextBytes(bytes);
            bytes[0] &= 0x07;
            try (var victim = openDecoder(new Recorder())) {
                victim.feed(Unpooled.wrappedBuffer(bytes));
            } catch (ZmtpViolationException e) {
                assertThat(e.violation()).isNotNull();
            }
        }
    }

    private static byte[] traffic() {
        var out = Unpooled.buffer();
        write(out, "a");
        write(out, "");
        write(out, "one", "two", "three");
        out.writeBytes(bytes("04 06 04 50 49 4e 47 30"));
        write(out, LONG_TEXT);
        var all = new byte[out.readableBytes()];
        out.readBytes(all);
        return all;
    }

    private static void write(ByteBuf out, String... parts) {
        var bytes = new byte[parts.length][];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = parts[i].getBytes(StandardCharsets.UTF_8);
        }
        var message = Frames.message(UnpooledByteBufAllocator.DEFAULT, bytes);
        out.writeBytes(message);
        message.release();
    }

    private void feed(byte[] bytes, int from, int to) {
        decoder.feed(Unpooled.wrappedBuffer(bytes, from, to - from));
    }

    private void feed(String hex) {
        decoder.feed(bytes(hex));
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private void assertThatViolation(Violation expected, String hex) {
        assertThatExceptionOfType(ZmtpViolationException.class)
                .isThrownBy(() -> feed(hex))
                .extracting(ZmtpViolationException::violation)
                .isEqualTo(expected);
    }

    private static class Recorder implements FrameDecoder.Sink {

        private final List<String> all = new ArrayList<>();

        void add(String what) {
            all.add(what);
        }

        void clear() {
            all.clear();
        }

        @Override
        public void message(ByteBuf buffer, int base, int[] offsets, int[] lengths, int parts) {
            var texts = new ArrayList<String>();
            for (int i = 0; i < parts; i++) {
                texts.add(buffer.toString(base + offsets[i], lengths[i], StandardCharsets.UTF_8));
            }
            add(texts.toString());
        }

        @Override
        public void command(ByteBuf frame) {
            var command = Command.parse(frame);
            add(command.name() + " " + command.body().toString(StandardCharsets.UTF_8));
        }
    }
}
