package dev.automat.broker.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/**
 * A channel with small bounds and what it touches. At the end everybody leaves, and then nothing of
 * it may be left.
 */
final class ChannelFixture implements AutoCloseable {

    static final int WAITING = 10;

    final PinnedMemory memory;
    final Traffic traffic = new Traffic();
    final List<MessageChannel> forgotten = new ArrayList<>();
    final MessageChannel channel;
    private final List<FakeSubscriber> subscribers = new ArrayList<>();
    private final List<FakePublisher> publishers = new ArrayList<>();

    /** A channel whose subscribers may have so many bytes waiting and in flight. */
    ChannelFixture(String name, long subscriberBytes, long inFlightBytes) {
        this(name, subscriberBytes, inFlightBytes, 1 << 20);
    }

    ChannelFixture(String name, long subscriberBytes, long inFlightBytes, long ceiling) {
        this(name, subscriberBytes, inFlightBytes, ceiling, WhenFull.DROP_OLDEST);
    }

    ChannelFixture(
            String name,
            long subscriberBytes,
            long inFlightBytes,
            long ceiling,
            WhenFull whenFull) {
        memory = new PinnedMemory(ceiling);
        channel =
                MessageChannel.of(
                        ChannelName.of(name),
                        new ChannelLimits(WAITING, subscriberBytes, inFlightBytes, whenFull),
                        memory,
                        traffic,
                        forgotten::add);
    }

    /** A topic with room for some 1,000 bytes a subscriber. */
    static ChannelFixture topic(WhenFull whenFull) {
        return new ChannelFixture("/topic/news", 1_000, 100, 1 << 20, whenFull);
    }

    static ChannelFixture queue() {
        return new ChannelFixture("/queue/work", 1 << 20, 1 << 16);
    }

    static ChannelFixture topic() {
        return new ChannelFixture("/topic/news", 1 << 20, 1 << 16);
    }

    FakeSubscriber subscriber() {
        var subscriber = new FakeSubscriber(channel);
        subscribers.add(subscriber);
        return subscriber;
    }

    FakePublisher publisher() {
        var publisher = new FakePublisher(channel);
        publishers.add(publisher);
        return publisher;
    }

    /** Nobody uses the channel any more: nothing may be left of it. */
    void assertNothingLeft() {
        assertThat(forgotten).containsExactly(channel);
        assertThat(memory.pinned()).isZero();
    }

    @Override
    public void close() {
        publishers.forEach(FakePublisher::leave);
        subscribers.forEach(FakeSubscriber::reset);
        var _ = channel.discard();
        assertNothingLeft();
    }
}
