package dev.automat.metrics.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MailboxTest {

    private static final int PLENTY = 1 << 20;

    @Test
    void givesWhatWaitsAsOneChunkInOrder() {
        var mailbox = new Mailbox(10, PLENTY);

        offer(mailbox, 1, 3);

        assertThat(take(mailbox, PLENTY))
                .isEqualTo("id: 7-1\ndata: {}\n\nid: 7-2\ndata: {}\n\nid: 7-3\ndata: {}\n\n");
        assertThat(take(mailbox, PLENTY)).isEmpty();
    }

    @Test
    void splitsChunksBetweenEvents() {
        var mailbox = new Mailbox(10, PLENTY);
        offer(mailbox, 1, 3);

        assertThat(take(mailbox, 40)).isEqualTo("id: 7-1\ndata: {}\n\nid: 7-2\ndata: {}\n\n");
        assertThat(take(mailbox, 1)).isEqualTo("id: 7-3\ndata: {}\n\n");
    }

    @Test
    void losesTheOldestWhenFullAndSaysHowMany() {
        var mailbox = new Mailbox(2, PLENTY);

        offer(mailbox, 1, 5);

        assertThat(take(mailbox, PLENTY))
                .isEqualTo(
                        """
                        event: gap
                        data: {"dropped":3}

                        id: 7-4
                        data: {}

                        id: 7-5
                        data: {}

                        """);
    }

    @Test
    void countsLostSamplesAlone() {
        var mailbox = new Mailbox(2, PLENTY);
        assertThat(mailbox.offer(FeedEvent.heartbeat())).isZero();

        offer(mailbox, 1, 2);

        assertThat(take(mailbox, PLENTY)).isEqualTo("id: 7-1\ndata: {}\n\nid: 7-2\ndata: {}\n\n");
    }

    @Test
    void tellsAGapOnce() {
        var mailbox = new Mailbox(1, PLENTY);
        offer(mailbox, 1, 2);
        take(mailbox, PLENTY);

        offer(mailbox, 3, 3);

        assertThat(take(mailbox, PLENTY)).isEqualTo("id: 7-3\ndata: {}\n\n");
    }

    @Test
    void isBoundedInBytesToo() {
        var mailbox = new Mailbox(1_000, 40);

        offer(mailbox, 1, 3);

        assertThat(take(mailbox, PLENTY)).contains("\"dropped\":1").contains("7-2").contains("7-3");
    }

    @Test
    void passesAnEventLargerThanAllItsBounds() {
        var mailbox = new Mailbox(10, 10);

        offer(mailbox, 1, 1);

        assertThat(take(mailbox, 1)).contains("7-1");
    }

    @Test
    void staysAnEventWhateverLineBreaksItsTextHas() {
        var mailbox = new Mailbox(10, PLENTY);

        mailbox.offer(FeedEvent.sample(new FeedPosition(7, 1), "{\n\"a\":\r\n1,\r\r\"b\":2}\n"));

        assertThat(take(mailbox, PLENTY))
                .isEqualTo("id: 7-1\ndata: {\ndata: \"a\":\ndata: 1,\ndata: \ndata: \"b\":2}\n\n");
    }

    @Test
    void takesWhatAnotherTookWhenItIsTheSame() {
        var events = IntStream.rangeClosed(1, 4).mapToObj(MailboxTest::sample).toList();
        var first = new Mailbox(10, PLENTY);
        events.subList(0, 3).forEach(first::offer);
        var second = new Mailbox(10, PLENTY);
        events.forEach(second::offer);
        var shared = first.takeUnlessLossy(PLENTY, FeedChunk.EMPTY);
        assertThat(shared).isNotNull();

        assertThat(second.takeUnlessLossy(PLENTY, shared)).isSameAs(shared);
        assertThat(take(second, PLENTY)).isEqualTo("id: 7-4\ndata: {}\n\n");
        assertThat(second.isEmpty()).isTrue();
    }

    @Test
    void takesItsOwnWhenAnotherTookMoreOrSomethingElse() {
        var events = IntStream.rangeClosed(1, 3).mapToObj(MailboxTest::sample).toList();
        var shared = new FeedChunk(events);
        var fewer = new Mailbox(10, PLENTY);
        events.subList(0, 2).forEach(fewer::offer);
        var later = new Mailbox(10, PLENTY);
        events.subList(1, 3).forEach(later::offer);
        offer(later, 4, 4);

        assertThat(textOf(fewer.takeUnlessLossy(PLENTY, shared)))
                .isEqualTo("id: 7-1\ndata: {}\n\nid: 7-2\ndata: {}\n\n");
        assertThat(textOf(later.takeUnlessLossy(PLENTY, shared)))
                .isEqualTo("id: 7-2\ndata: {}\n\nid: 7-3\ndata: {}\n\nid: 7-4\ndata: {}\n\n");
    }

    @Test
    void countsWhatAnotherTookAgainstItsBounds() {
        var events = IntStream.rangeClosed(1, 2).mapToObj(MailboxTest::sample).toList();
        var mailbox = new Mailbox(10, 40);
        events.forEach(mailbox::offer);
        assertThat(mailbox.takeUnlessLossy(PLENTY, new FeedChunk(events))).isNotNull();

        offer(mailbox, 3, 4);

        assertThat(take(mailbox, PLENTY)).doesNotContain("gap").contains("7-3", "7-4");
    }

    private static FeedEvent sample(int number) {
        return FeedEvent.sample(new FeedPosition(7, number), "{}");
    }

    private static void offer(Mailbox mailbox, int first, int last) {
        for (int i = first; i <= last; i++) {
            int _ = mailbox.offer(sample(i));
        }
    }

    private static String take(Mailbox mailbox, int chunkBytes) {
        var chunk = mailbox.takeUnlessLossy(chunkBytes, FeedChunk.EMPTY);
        return textOf(
                chunk == null
                        ? mailbox.takeAfterLoss(chunkBytes, new NewestSamples(PLENTY))
                        : chunk);
    }

    private static String textOf(@Nullable FeedChunk chunk) {
        var bytes = Unpooled.buffer();
        if (chunk != null) {
            chunk.writeTo(bytes);
            assertThat(bytes.readableBytes()).isEqualTo(chunk.sizeInBytes());
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
