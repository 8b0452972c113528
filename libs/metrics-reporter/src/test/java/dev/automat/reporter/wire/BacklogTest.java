package dev.automat.reporter.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {

    private final Backlog backlog = new Backlog(2);

    @Test
    void keepsWhatFitsInOrder() {
        assertThat(backlog.add(message(1))).isFalse();
        assertThat(backlog.add(message(2))).isFalse();

        assertThat(backlog.first()).containsExactly(1);
        backlog.removeFirst();
        assertThat(backlog.first()).containsExactly(2);
    }

    @Test
    void theOldestMakesRoomAndThatIsSaid() {
        backlog.add(message(1));
        backlog.add(message(2));

        assertThat(backlog.add(message(3))).isTrue();

        assertThat(backlog.first()).containsExactly(2);
    }

    @Test
    void anEmptyOneHasNoFirst() {
        assertThat(backlog.first()).isNull();
    }

    private static byte[] message(int content) {
        return new byte[] {(byte) content};
    }
}
