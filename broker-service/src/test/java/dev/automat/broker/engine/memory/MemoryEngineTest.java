package dev.automat.broker.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.channel.ChannelLimits;
import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Run;
import dev.automat.broker.channel.Traffic;
import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

class MemoryEngineTest {

    private final PinnedMemory memory = new PinnedMemory(1 << 24);
    private final Traffic traffic = new Traffic();
    private final MemoryEngine engine =
            new MemoryEngine(new ChannelLimits(10, 1 << 16, 1 << 16), memory, traffic);

    private Run run(int number) {
        var bytes = ByteBufAllocator.DEFAULT.directBuffer(8).writeInt(4).writeInt(number);
        return Run.of(bytes, 1, memory);
    }

    @Test
    void twentyThousandChannelsUsedOnceLeaveNothing() {
        for (int i = 0; i < 20_000; i++) {
            var name = ChannelName.of((i % 2 == 0 ? "/queue/" : "/topic/") + i);
            var subscription = engine.subscribe(name, () -> {});
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
            var subscription = engine.subscribe(name, () -> {});
            assertThat(route.publish(run(i), () -> {})).isTrue();
            assertThat(subscription.poll()).isNotNull();
            assertThat(subscription.written()).isEqualTo(1);
            assertThat(subscription.end()).isZero();
            assertThat(engine.channels()).isEmpty();
        }
    }

    @Test
    void nowhereSwallowsWithoutAChannel() {
        var route = engine.route(ChannelName.of("/null"));

        assertThat(route.publish(run(1), () -> {})).isTrue();

        assertThat(engine.channels()).isEmpty();
        assertThat(memory.pinned()).isZero();
        assertThat(traffic.swallowed()).isEqualTo(1);
    }
}
