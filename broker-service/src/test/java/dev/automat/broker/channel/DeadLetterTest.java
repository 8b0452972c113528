package dev.automat.broker.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a queue keeps of the dead letters that come while nobody takes them. */
class DeadLetterTest {

    private static final int MANY = 3 * ChannelFixture.WAITING;

    private static Run letter(PinnedMemory memory, String text, String headers) {
        var bytes = ByteBufAllocator.DEFAULT.directBuffer(4 + text.length());
        bytes.writeInt(text.length());
        bytes.writeCharSequence(text, StandardCharsets.US_ASCII);
        return Run.of(bytes, new Envelope(headers, 0, 0), memory);
    }

    private static long bury(ChannelFixture fixture, DeadLetterLimits bounds, int number) {
        return bury(fixture, bounds, number, "");
    }

    private static long bury(
            ChannelFixture fixture, DeadLetterLimits bounds, int number, String headers) {
        var letter = letter(fixture.memory, String.valueOf(number), headers);
        return fixture.channel.takeDeadLetter(letter, bounds);
    }

    @Test
    void goesToAWorkerWhoIsThere() {
        var bounds = new DeadLetterLimits(1, 1);
        try (var fixture = ChannelFixture.queue()) {
            var worker = fixture.subscriber();

            assertThat(bury(fixture, bounds, 1)).isZero();
            assertThat(bury(fixture, bounds, 2)).isZero();

            assertThat(worker.receive()).containsExactly("1", "2");
        }
    }

    @Test
    void theOldestAreLostBeyondSoManyMessages() {
        var bounds = new DeadLetterLimits(MANY, 1 << 20);
        try (var fixture = ChannelFixture.queue()) {
            for (int number = 1; number <= MANY; number++) {
                assertThat(bury(fixture, bounds, number)).isZero();
            }

            assertThat(bury(fixture, bounds, MANY + 1)).isEqualTo(1);
            assertThat(bury(fixture, bounds, MANY + 2)).isEqualTo(1);

            assertThat(fixture.channel.snapshot().dropped()).isEqualTo(2);
            assertThat(fixture.subscriber().receive())
                    .containsExactly(Messages.numbered(3, MANY + 2));
        }
    }

    @Test
    void theOldestAreLostBeyondSoManyBytesOfDataAndHeaders() {
        var bounds = new DeadLetterLimits(MANY, 10_000);
        try (var fixture = ChannelFixture.queue()) {
            long lost = 0;
            for (int number = 1; number <= MANY; number++) {
                lost += bury(fixture, bounds, number, "x".repeat(1_000));
            }

            assertThat(lost).isBetween(MANY - 5L, MANY - 2L);
            assertThat(fixture.memory.pinned()).isLessThan(12_000);
            assertThat(fixture.subscriber().receive())
                    .containsExactly(Messages.numbered((int) lost + 1, MANY));
        }
    }

    @Test
    void theNewestStaysHoweverLargeItIsAndHoweverShortMemoryIs() {
        var bounds = new DeadLetterLimits(MANY, 1);
        try (var fixture = new ChannelFixture("/queue/dead/x", 1 << 20, 1 << 16, 1)) {
            assertThat(bury(fixture, bounds, 1)).isZero();
            assertThat(bury(fixture, bounds, 2)).isEqualTo(1);

            assertThat(fixture.subscriber().receive()).containsExactly("2");
        }
    }

    @Test
    void messagesThatWereThereBeforeAreLostOneByOne() {
        var bounds = new DeadLetterLimits(3, 1 << 20);
        try (var fixture = ChannelFixture.queue()) {
            assertThat(fixture.publisher().publish(Messages.numbered(1, 3)))
                    .isEqualTo(MessageChannel.Outcome.ACCEPTED);

            assertThat(bury(fixture, bounds, 4)).isEqualTo(1);

            assertThat(fixture.subscriber().receive()).containsExactly("2", "3", "4");
        }
    }

    @Test
    void isNotTakenByAChannelThatWasForgotten() {
        try (var fixture = ChannelFixture.queue()) {
            fixture.subscriber().leave();
            var letter = letter(fixture.memory, "late", "");

            assertThat(fixture.channel.takeDeadLetter(letter, new DeadLetterLimits(1, 1)))
                    .isEqualTo(MessageChannel.NOT_TAKEN);

            letter.release();
        }
    }

    @Test
    void atLeastOneMustBeKept() {
        assertThatThrownBy(() -> new DeadLetterLimits(0, 1))
                .hasMessage(
                        "Bounds of dead letters must be at least 1, are 0 messages and 1 bytes");
        assertThatThrownBy(() -> new DeadLetterLimits(1, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
