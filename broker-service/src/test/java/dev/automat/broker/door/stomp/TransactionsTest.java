package dev.automat.broker.door.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.automat.broker.channel.PinnedMemory;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransactionsTest {

    private static final int MAX_BYTES = 100_000;

    private final PinnedMemory memory = new PinnedMemory(1 << 20);
    private final Transactions transactions = new Transactions(memory, MAX_BYTES);

    @AfterEach
    void leavesNothing() {
        transactions.close();
        assertThat(memory.pinned()).isZero();
        assertThat(transactions.pinnedBytes()).isZero();
    }

    private static StompFrame send(Map<String, String> headers, int bodyBytes) {
        var body = Unpooled.copiedBuffer("x".repeat(bodyBytes), StandardCharsets.US_ASCII);
        return new StompFrame("SEND", headers, body);
    }

    @Test
    void whatIsKeptIsPinnedUntilItIsHandledOrAborted() throws StompException {
        transactions.begin("kept");
        transactions.begin("aborted");
        transactions.add("kept", send(Map.of("receipt", "r"), 10_000));
        long kept = transactions.pinnedBytes();
        transactions.add("aborted", send(Map.of(), 20_000));
        assertThat(kept).isGreaterThan(10_000);
        assertThat(transactions.pinnedBytes()).isGreaterThan(kept + 20_000);
        assertThat(memory.pinned()).isEqualTo(transactions.pinnedBytes());

        transactions.abort("aborted");
        assertThat(memory.pinned()).isEqualTo(kept);
        transactions.commit("kept");
        assertThat(memory.pinned()).isEqualTo(kept);
        var frame = transactions.nextCommitted();

        assertThat(frame).isNotNull();
        transactions.released(frame);
        assertThat(memory.pinned()).isZero();
    }

    @Test
    void headersCountToo() throws StompException {
        var large = Map.of("a", "x".repeat(15_000), "b", "y");
        transactions.begin("t");
        for (int i = 0; i < 6; i++) {
            transactions.add("t", send(large, 1));
        }

        assertThatThrownBy(() -> transactions.add("t", send(large, 1)))
                .isInstanceOf(StompException.class)
                .hasMessage("Open transactions hold more than 100000 bytes");
    }
}
