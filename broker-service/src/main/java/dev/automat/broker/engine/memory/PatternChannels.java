package dev.automat.broker.engine.memory;

import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.ChannelPattern;
import dev.automat.broker.channel.MessageChannel;
import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.engine.ChannelRules;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * Topics whose names are patterns. Nobody publishes to them: they get what the channels deliver
 * that match, so that their subscribers have the bounds of any other and keep no channel alive.
 *
 * <p>Its monitor keeps patterns as they are. It is taken before the lock of any channel, and where
 * channels come to be, so that each has all patterns that match before anybody finds it.
 */
final class PatternChannels {

    private record Tap(ChannelPattern pattern, MessageChannel channel) {}

    private final ChannelRules rules;
    private final PinnedMemory memory;
    private final Collection<MessageChannel> channels;
    private final ConcurrentMap<ChannelName, Tap> taps = new ConcurrentHashMap<>();

    /** Patterns over the channels in use. */
    PatternChannels(ChannelRules rules, PinnedMemory memory, Collection<MessageChannel> channels) {
        this.rules = rules;
        this.memory = memory;
        this.channels = channels;
    }

    Stream<MessageChannel> channels() {
        return taps.values().stream().map(Tap::channel);
    }

    /** The channel of a pattern, to subscribe to. */
    synchronized MessageChannel channel(ChannelName name) {
        var known = taps.get(name);
        if (known != null) {
            return known.channel;
        }
        var tap = newTap(name);
        taps.put(name, tap);
        channels.forEach(this::tap);
        return tap.channel;
    }

    private Tap newTap(ChannelName name) {
        var rule = rules.of(name);
        var channel =
                MessageChannel.of(
                        name, rule.limits(), memory, rule.traffic(), gone -> taps.remove(name));
        return new Tap(ChannelPattern.of(name.toString()), channel);
    }

    /** Lets the patterns that match a channel have what it delivers. */
    synchronized void tap(MessageChannel channel) {
        List<MessageChannel> matching =
                taps.values().stream()
                        .filter(tap -> tap.pattern.matches(channel.name()))
                        .map(Tap::channel)
                        .toList();
        channel.tap(matching);
    }
}
