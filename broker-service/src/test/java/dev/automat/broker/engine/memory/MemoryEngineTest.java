package dev.automat.broker.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.automat.broker.channel.ChannelLimits;
import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.ChannelPattern;
import dev.automat.broker.channel.DeadLetterLimits;
import dev.automat.broker.channel.Envelope;
import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Recipient;
import dev.automat.broker.channel.Run;
import dev.automat.broker.channel.Subscription;
import dev.automat.broker.channel.Traffic;
import dev.automat.broker.channel.WhenFull;
import dev.automat.broker.engine.ChannelRules;
import dev.automat.broker.engine.TooManyChannelsException;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryEngineTest {

    private final PinnedMemory memory = new PinnedMemory(1 << 24);
    private final Traffic traffic = new Traffic();
    private final MemoryEngine engine = new MemoryEngine(rules(traffic, 3), memory, traffic);

    private static ChannelRules rules(Traffic traffic, int maxChannels) {
        var limits = new ChannelLimits(10, 1 << 16, 1 << 16, WhenFull.DROP_OLDEST);
        return new ChannelRules(
                List.of(
                        new ChannelRules.Rule(
                                ChannelPattern.of("/topic/*/held"), limits, traffic.part()),
                        new ChannelRules.Rule(ChannelPattern.of("**"), limits, traffic.part())),
                maxChannels,
                new DeadLetterLimits(2, 1_000));
    }

    private static Recipient nobody() {
        return new Recipient() {
            @Override
            public void wake() {}

            @Override
            public void overrun() {}
        };
    }

    private Run run(int number) {
        var bytes = ByteBufAllocator.DEFAULT.directBuffer(8).writeInt(4).writeInt(number);
        return Run.of(bytes, 1, memory);
    }

    @Test
    void twentyThousandChannelsUsedOnceLeaveNothing() {
        for (int i = 0; i < 20_000; i++) {
            var name = ChannelName.of((i % 2 == 0 ? "/queue/" : "/topic/") + i);
            var subscription = engine.subscribe(name, nobody(), Subscription.SETTLED_BY_WRITING);
            assertThat(engine.route(name).publish(run(i), () -> {})).isTrue();
            var delivered = subscription.poll();
            assertThat(delivered).isNotNull();
            assertThat(subscription.written()).isEqualTo(1);
            assertThat(subscription.end()).isZero();
        }

        assertThat(engine.channels()).isEmpty();
        assertThat(memory.pinned()).isZero();
        assertThat(traffic.out()).isEqualTo(20_000);
    }

    @Test
    void aRouteOutlivesTheChannelItLedTo() {
        var name = ChannelName.of("/topic/again");
        var route = engine.route(name);
        for (int i = 0; i < 3; i++) {
            var subscription = engine.subscribe(name, nobody(), Subscription.SETTLED_BY_WRITING);
            assertThat(route.publish(run(i), () -> {})).isTrue();
            assertThat(subscription.poll()).isNotNull();
            assertThat(subscription.written()).isEqualTo(1);
            assertThat(subscription.end()).isZero();
            assertThat(engine.channels()).isEmpty();
        }
    }

    @Test
    void refusesOneChannelTooManyAndLosesNoBuffer() {
        for (int i = 0; i < 3; i++) {
            assertThat(engine.route(ChannelName.of("/topic/" + i)).publish(run(i), () -> {}))
                    .isTrue();
        }

        assertThatThrownBy(() -> engine.route(ChannelName.of("/topic/3")).publish(run(3), () -> {}))
                .isInstanceOf(TooManyChannelsException.class)
                .hasMessage("limit 3 channels, asked for /topic/3");

        assertThat(engine.route(ChannelName.of("/topic/2")).publish(run(2), () -> {})).isTrue();
        assertThat(engine.discardWaiting()).isEqualTo(4);
        assertThat(memory.pinned()).isZero();
    }

    @Test
    void countsByTheFirstRuleThatMatchesAndInAll() {
        var rules = rules(traffic, 10);
        var byRule = new MemoryEngine(rules, memory, traffic);

        assertThat(byRule.route(ChannelName.of("/topic/x/held")).publish(run(1), () -> {}))
                .isTrue();
        assertThat(byRule.route(ChannelName.of("/topic/x")).publish(run(2), () -> {})).isTrue();

        assertThat(rules.all()).extracting(rule -> rule.traffic().in()).containsExactly(1L, 1L);
        assertThat(traffic.in()).isEqualTo(2);
        assertThat(byRule.discardWaiting()).isEqualTo(2);
    }

    @Test
    void nowhereSwallowsWithoutAChannel() {
        var route = engine.route(ChannelName.of("/null"));

        assertThat(route.publish(run(1), () -> {})).isTrue();

        assertThat(engine.channels()).isEmpty();
        assertThat(memory.pinned()).isZero();
        assertThat(traffic.swallowed()).isEqualTo(1);
    }

    /** Forwards a dead letter, and tells how many are lost by it. */
    private long bury(String queue, int number) {
        var done = new AtomicInteger();
        var run = run(number);
        var letter = run.copyWith(Envelope.NONE);
        run.release();
        long lost = engine.route(ChannelName.of(queue)).forward(letter, done::incrementAndGet);
        assertThat(done).hasValue(1);
        return lost;
    }

    @Test
    void aFullQueueOfDeadLettersLosesItsOldestWhichIsCounted() {
        assertThat(bury("/queue/dead/x", 1)).isZero();
        assertThat(bury("/queue/dead/x", 2)).isZero();
        assertThat(bury("/queue/dead/x", 3)).isEqualTo(1);

        assertThat(traffic.deadLettersLost()).isEqualTo(1);
        assertThat(engine.discardWaiting()).isEqualTo(2);
        assertThat(memory.pinned()).isZero();
    }

    @Test
    void aDeadLetterWhoseQueueWouldBeOneTooManyIsLostAndHarmsNobody() {
        for (int i = 0; i < 3; i++) {
            assertThat(engine.route(ChannelName.of("/topic/" + i)).publish(run(i), () -> {}))
                    .isTrue();
        }

        assertThat(bury("/queue/dead/x", 1)).isEqualTo(1);

        assertThat(traffic.deadLettersLost()).isEqualTo(1);
        assertThat(engine.discardWaiting()).isEqualTo(3);
        assertThat(memory.pinned()).isZero();
    }
}
