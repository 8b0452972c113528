package dev.automat.broker.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

class LifeTest {

    private static final Duration GREETING_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(10);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Life life = new Life(channel, GREETING_TIMEOUT);

    private boolean isLateAfter(Duration time) {
        return life.isLate(System.nanoTime() + time.toNanos());
    }

    @Test
    void isLateWithoutAGreetingAndNeverOnceGreeted() {
        assertThat(isLateAfter(Duration.ZERO)).isFalse();
        assertThat(isLateAfter(GREETING_TIMEOUT)).isTrue();

        life.greeted();

        assertThat(isLateAfter(Duration.ofDays(1))).isFalse();
    }

    @Test
    void isLateWhenItLeavesForTooLong() {
        life.greeted();

        assertThat(life.leave(LEAVE_TIMEOUT)).isTrue();

        assertThat(isLateAfter(LEAVE_TIMEOUT.minusSeconds(1))).isFalse();
        assertThat(isLateAfter(LEAVE_TIMEOUT)).isTrue();
    }

    @Test
    void theLimitOfLeavingOutlastsTheFrameThatSaidGoodBye() {
        life.leave(LEAVE_TIMEOUT);

        life.greeted();

        assertThat(isLateAfter(LEAVE_TIMEOUT)).isTrue();
    }

    @Test
    void leavesOnce() {
        life.leave(LEAVE_TIMEOUT);

        assertThat(life.leave(LEAVE_TIMEOUT)).isFalse();
        assertThat(life.isLeaving()).isTrue();
    }

    @Test
    void closesAtTheEndOfThePeersInputOnlyWhenNothingIsLeftToWrite() {
        life.leave(LEAVE_TIMEOUT);
        life.inputEnded();
        assertThat(channel.isOpen()).isTrue();

        life.linger();

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void leavesUntilAllThatWasWrittenHasLeft() {
        var slow = new SlowSocket();
        channel.pipeline().addLast(slow);
        life.leave(LEAVE_TIMEOUT);

        life.linger();
        life.linger();

        assertThat(life.isLeaving()).isTrue();
        assertThat(channel.isOpen()).isTrue();
        assertThat(isLateAfter(LEAVE_TIMEOUT.minusSeconds(1))).isFalse();
        assertThat(isLateAfter(LEAVE_TIMEOUT)).isTrue();
        assertThat(slow.unwritten).hasSize(1);
        slow.unwritten.remove().setSuccess();
        assertThat(channel.isOpen()).isFalse();
    }

    /** Writes nothing before it is told to. */
    private static final class SlowSocket extends ChannelOutboundHandlerAdapter {

        private final ArrayDeque<ChannelPromise> unwritten = new ArrayDeque<>();

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            unwritten.add(promise);
        }
    }

    @Test
    void isNeverLateWhenItIsOver() {
        life.leave(LEAVE_TIMEOUT);

        life.closed();

        assertThat(life.isClosed()).isTrue();
        assertThat(isLateAfter(Duration.ofDays(1))).isFalse();
    }
}
