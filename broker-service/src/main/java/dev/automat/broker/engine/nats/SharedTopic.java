package dev.automat.broker.engine.nats;

import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.ChannelPattern;
import dev.automat.broker.channel.MessageChannel;
import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Publisher;
import dev.automat.broker.channel.Run;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A topic, or a pattern of topics, that somebody at this broker is subscribed to: one subscription
 * at NATS, and a channel that fans out what comes.
 */
final class SharedTopic {

    /** What cannot be passed on at once is lost: whoever published it is not here to be held. */
    private static final Publisher ELSEWHERE = () -> {};

    private final MessageChannel channel;
    private final PinnedMemory memory;
    private final Gathering gathering;
    private final LongAdder overrun;
    private final @Nullable ChannelPattern pattern;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private boolean closed;

    SharedTopic(
            MessageChannel channel, PinnedMemory memory, Gathering gathering, LongAdder overrun) {
        this.channel = channel;
        this.memory = memory;
        this.gathering = gathering;
        this.overrun = overrun;
        var name = channel.name().toString();
        this.pattern = ChannelPattern.isPattern(name) ? ChannelPattern.of(name) : null;
    }

    MessageChannel channel() {
        return channel;
    }

    /** Subscribes at NATS, unless it has or is no longer wanted; later losses mend themselves. */
    synchronized void open(@Nullable Session session) {
        if (session == null || closed || !subscriptions.isEmpty()) {
            return;
        }
        var name = channel.name();
        var subjects = pattern == null ? List.of(Subjects.of(name)) : Subjects.matching(name);
        for (var subject : subjects) {
            subscriptions.add(session.topics().subscribe(subject, this::received));
        }
    }

    private void received(Message message) {
        if (pattern == null && Wire.isPlain(message)) {
            gathering.add(this, message);
            return;
        }
        gathering.passOn();
        ChannelName origin = null;
        if (pattern != null) {
            origin = nameOf(message);
            if (origin == null || !pattern.matches(origin)) {
                return;
            }
        }
        passOn(Wire.run(message, memory).from(origin));
    }

    /** Passes messages on to subscribers. */
    void passOn(Run run) {
        if (channel.publish(run, ELSEWHERE) != MessageChannel.Outcome.ACCEPTED) {
            overrun.add(run.messages());
            run.release();
            channel.withdraw(ELSEWHERE);
        }
    }

    /** Anybody may publish to subjects that no channel has. */
    private static @Nullable ChannelName nameOf(Message message) {
        try {
            return Subjects.nameOf(message.getSubject());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The connection is gone; the next one has to be subscribed at anew. */
    synchronized void closedByNats() {
        subscriptions.clear();
    }

    /** Ends it at NATS. */
    synchronized void close(@Nullable Session session) {
        closed = true;
        if (session != null) {
            for (var subscription : subscriptions) {
                var _ = session.topics().unsubscribe(subscription);
            }
        }
        subscriptions.clear();
    }
}
