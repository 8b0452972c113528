package dev.automat.broker.engine.memory;

import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.ChannelPattern;
import dev.automat.broker.channel.ChannelSnapshot;
import dev.automat.broker.channel.MessageChannel;
import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Publisher;
import dev.automat.broker.channel.Recipient;
import dev.automat.broker.channel.Run;
import dev.automat.broker.channel.Subscription;
import dev.automat.broker.channel.Traffic;
import dev.automat.broker.engine.ChannelRules;
import dev.automat.broker.engine.Engine;
import dev.automat.broker.engine.LostDeadLetters;
import dev.automat.broker.engine.Route;
import dev.automat.broker.engine.RouteToNowhere;
import dev.automat.broker.engine.TooManyChannelsException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Channels in memory: made on first use, forgotten when nobody uses them and nothing waits. */
final class MemoryEngine implements Engine {

    private final ChannelRules rules;
    private final int maxChannels;
    private final PinnedMemory memory;
    private final Traffic traffic;
    private final LostDeadLetters lostDeadLetters;
    private final ConcurrentMap<ChannelName, MessageChannel> channels = new ConcurrentHashMap<>();
    private final PatternChannels patterns;

    MemoryEngine(ChannelRules rules, PinnedMemory memory, Traffic traffic) {
        this.rules = rules;
        this.maxChannels = rules.maxChannels();
        this.memory = memory;
        this.traffic = traffic;
        this.lostDeadLetters = new LostDeadLetters(rules, InstantSource.system());
        this.patterns = new PatternChannels(rules, memory, channels.values());
    }

    @Override
    public Route route(ChannelName name) {
        return name.isNowhere() ? new RouteToNowhere(name, traffic) : new RouteToChannel(name);
    }

    @Override
    public Subscription subscribe(ChannelName name, Recipient recipient, int credit) {
        boolean isPattern = !name.isQueue() && ChannelPattern.isPattern(name.toString());
        while (true) {
            var channel = isPattern ? patterns.channel(name) : channel(name);
            var subscription = channel.subscribe(recipient, credit);
            if (subscription != null) {
                return subscription;
            }
        }
    }

    private MessageChannel channel(ChannelName name) {
        var known = channels.get(name);
        return known == null ? knownOrNew(name) : known;
    }

    private MessageChannel knownOrNew(ChannelName name) {
        synchronized (patterns) {
            var known = channels.get(name);
            if (known != null) {
                return known;
            }
            if (channels.size() >= maxChannels) {
                throw new TooManyChannelsException(name, maxChannels);
            }
            var channel = newChannel(name);
            patterns.tap(channel);
            channels.put(name, channel);
            return channel;
        }
    }

    private MessageChannel newChannel(ChannelName name) {
        var rule = rules.of(name);
        return MessageChannel.of(name, rule.limits(), memory, rule.traffic(), this::forget);
    }

    private void forget(MessageChannel channel) {
        channels.remove(channel.name(), channel);
    }

    @Override
    public List<ChannelSnapshot> channels() {
        return Stream.concat(channels.values().stream(), patterns.channels())
                .map(MessageChannel::snapshot)
                .toList();
    }

    @Override
    public long discardWaiting() {
        return channels.values().stream().mapToLong(MessageChannel::discard).sum();
    }

    /** Remembers the channel, and looks it up again when it was forgotten meanwhile. */
    private final class RouteToChannel implements Route {

        private final ChannelName name;
        private @Nullable MessageChannel current;

        private RouteToChannel(ChannelName name) {
            this.name = name;
        }

        @Override
        public ChannelName name() {
            return name;
        }

        @Override
        public boolean publish(Run run, Publisher publisher) {
            while (true) {
                var channel = current == null ? channelFor(run) : current;
                current = channel;
                switch (channel.publish(run, publisher)) {
                    case ACCEPTED -> {
                        return true;
                    }
                    case HELD -> {
                        return false;
                    }
                    case FORGOTTEN -> current = null;
                }
            }
        }

        @Override
        public long forward(Run message, Runnable whenDone) {
            long lost;
            try {
                lost = keepDeadLetter(message);
                lostDeadLetters.note(name, lost, rules.deadLetters().toString());
            } catch (TooManyChannelsException e) {
                lost = 1;
                lostDeadLetters.note(name, lost, String.valueOf(e.getMessage()));
            }
            whenDone.run();
            return lost;
        }

        private long keepDeadLetter(Run message) {
            while (true) {
                var channel = current == null ? channelFor(message) : current;
                current = channel;
                long lost = channel.takeDeadLetter(message, rules.deadLetters());
                if (lost != MessageChannel.NOT_TAKEN) {
                    return lost;
                }
                current = null;
            }
        }

        private MessageChannel channelFor(Run run) {
            try {
                return channel(name);
            } catch (TooManyChannelsException e) {
                run.release();
                throw e;
            }
        }

        @Override
        public void withdraw(Publisher publisher) {
            if (current != null) {
                current.withdraw(publisher);
            }
        }
    }
}
