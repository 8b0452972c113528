package dev.automat.broker.engine;

import dev.automat.broker.channel.ChannelLimits;
import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.ChannelPattern;
import dev.automat.broker.channel.DeadLetterLimits;
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
    private final DeadLetterLimits deadLetters;

    /**
     * Rules in order, of which the last must match everything; how many channels may be; and the
     * bounds of those of dead letters.
     */
    public ChannelRules(List<Rule> rules, int maxChannels, DeadLetterLimits deadLetters) {
        this.rules = List.copyOf(rules);
        this.maxChannels = maxChannels;
        this.deadLetters = deadLetters;
    }

    /** Bounds of dead letters, which others' do not concern. */
    public DeadLetterLimits deadLetters() {
        return deadLetters;
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
