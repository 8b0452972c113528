package dev.automat.broker.engine.memory;

import dev.automat.broker.channel.ChannelLimits;
import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.ChannelPattern;
import dev.automat.broker.channel.Traffic;
import java.util.List;

/**
 * Which bounds a channel has and which account its messages are on: those of the first rule whose
 * pattern matches its name.
 */
final class ChannelRules {

    /** Bounds and account of the channels that match. */
    record Rule(ChannelPattern pattern, ChannelLimits limits, Traffic traffic) {}

    private final List<Rule> rules;

    /** Rules in order; the last must match everything. */
    ChannelRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    Rule of(ChannelName name) {
        return rules.stream()
                .filter(rule -> rule.pattern().matches(name))
                .findFirst()
                .orElseGet(rules::getLast);
    }

    List<Rule> all() {
        return rules;
    }
}
