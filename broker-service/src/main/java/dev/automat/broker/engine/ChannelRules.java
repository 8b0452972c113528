package dev.automat.broker.engine;

import dev.automat.broker.channel.ChannelLimits;
import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.ChannelPattern;
import dev.automat.broker.channel.Traffic;
import java.util.List;

/**
 * Which bounds a channel has and which account its messages are on: those of the first rule whose
 * pattern matches its name.
 */
public final class ChannelRules {

    /** Bounds and account of the channels that match. */
    public record Rule(ChannelPattern pattern, ChannelLimits limits, Traffic traffic) {}

    private final List<Rule> rules;
    private final int maxChannels;

    /** Rules in order, of which the last must match everything, and how many channels may be. */
    public ChannelRules(List<Rule> rules, int maxChannels) {
        this.rules = List.copyOf(rules);
        this.maxChannels = maxChannels;
    }

    /** Channels that may be in use at once. */
    public int maxChannels() {
        return maxChannels;
    }

    /** The rule of a channel. */
    public Rule of(ChannelName name) {
        return rules.stream()
                .filter(rule -> rule.pattern().matches(name))
                .findFirst()
                .orElseGet(rules::getLast);
    }

    /** All rules, in order. */
    public List<Rule> all() {
        return rules;
    }
}
