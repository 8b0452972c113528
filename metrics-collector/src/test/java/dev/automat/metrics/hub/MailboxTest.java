package dev.automat.metrics.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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

    private static void offer(Mailbox mailbox, int first, int last) {
        for (int i = first; i <= last; i++) {
            int _ = mailbox.offer(FeedEvent.sample(new FeedPosition(7, i), "{}"));
        }
    }

    private static String take(Mailbox mailbox, int chunkBytes) {
        var chunk = mailbox.takeUnlessLossy(chunkBytes);
        var taken =
                chunk == null
                        ? mailbox.takeAfterLoss(chunkBytes, new NewestSamples(PLENTY))
                        : chunk;
        return StandardCharsets.UTF_8.decode(taken).toString();
    }
}
