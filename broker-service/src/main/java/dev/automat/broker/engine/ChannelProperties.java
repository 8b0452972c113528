package dev.automat.broker.engine;

import dev.automat.broker.channel.ChannelLimits;
import dev.automat.broker.channel.ChannelPattern;
import dev.automat.broker.channel.DeadLetterLimits;
import dev.automat.broker.channel.Traffic;
import dev.automat.broker.channel.WhenFull;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of channels and of the memory they share.
 *
 * @param max channels in use at once; what would open another one is refused
 * @param waitingMessages messages that wait in a channel while nobody can take them; at the limit
 *     the publisher's connection is not read
 * @param subscriberBuffer bytes that wait for one slow subscriber of a topic, behind the message
 *     that is next; when-full says what happens at the limit
 * @param inFlight bytes handed to one subscriber's connection and not yet written, with STOMP's
 *     headers around them; at the limit further ones wait for a topic's subscriber, and a queue's
 *     worker is passed over
 * @param whenFull what happens to a topic's subscriber at its limit: drop-oldest, drop-newest,
 *     disconnect, or block, which holds publishers until the slowest has room
 * @param pinnedMemory bytes that all messages in the process may pin, their buffers counted whole;
 *     at the limit nothing further is parked: publishers whose messages nobody takes at once are
 *     held and slow subscribers lose; an eighth above it the connections that pin most are closed.
 *     Must leave room in the JVM's direct memory, of which 0 means a quarter
 * @param deadLetters dead letters that wait in one queue of them, whatever waiting-messages is; at
 *     the limit the oldest is lost, and counted. With engine nats they wait as all messages do
 * @param deadLetterBuffer bytes of the dead letters that wait in one queue, headers included; at
 *     the limit the oldest are lost, but for the newest
 * @param rules other bounds for the channels of a pattern, and metrics of their own; the first that
 *     matches counts
 */
@Validated
@ConfigurationProperties("automat.broker.channels")
record ChannelProperties(
        @DefaultValue("100000") @Min(1) int max,
        @DefaultValue("10") @Min(1) int waitingMessages,
        @DefaultValue("4MB") DataSize subscriberBuffer,
        @DefaultValue("256KB") DataSize inFlight,
        @DefaultValue("drop-oldest") WhenFull whenFull,
        @DefaultValue("0B") DataSize pinnedMemory,
        @DefaultValue("1000") @Min(1) int deadLetters,
        @DefaultValue("4MB") DataSize deadLetterBuffer,
        @DefaultValue List<@Valid Rule> rules) {

    private static final String EVERYTHING = "**";

    /**
     * Bounds of the channels of a pattern; what is left out is as for all others.
     *
     * @param pattern names by the parts between slashes: a star stands for one part, two stars for
     *     any number
     */
    record Rule(
            @NotBlank String pattern,
            @Nullable @Min(1) Integer waitingMessages,
            @Nullable DataSize subscriberBuffer,
            @Nullable DataSize inFlight,
            @Nullable WhenFull whenFull) {}

    ChannelRules toRules(Traffic traffic) {
        var all = new ArrayList<ChannelRules.Rule>();
        for (var rule : rules) {
            all.add(toRule(rule, traffic));
        }
        all.add(toRule(new Rule(EVERYTHING, null, null, null, null), traffic));
        var letters = new DeadLetterLimits(deadLetters, deadLetterBuffer.toBytes());
        return new ChannelRules(all, max, letters);
    }

    private ChannelRules.Rule toRule(Rule rule, Traffic traffic) {
        var limits =
                new ChannelLimits(
                        orElse(rule.waitingMessages, waitingMessages),
                        orElse(rule.subscriberBuffer, subscriberBuffer).toBytes(),
                        orElse(rule.inFlight, inFlight).toBytes(),
                        orElse(rule.whenFull, whenFull));
        return new ChannelRules.Rule(ChannelPattern.of(rule.pattern), limits, traffic.part());
    }

    private static <T> T orElse(@Nullable T stated, T otherwise) {
        return stated == null ? otherwise : stated;
    }
}
