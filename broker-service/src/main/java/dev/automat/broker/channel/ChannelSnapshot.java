package dev.automat.broker.channel;

/**
 * What a channel held and had done at one moment.
 *
 * @param subscribers subscribers or workers
 * @param waiting messages that nobody could take yet, and those waiting for slow subscribers
 * @param in messages accepted since somebody began to use the channel
 * @param out messages written to subscribers
 * @param dropped messages that slow subscribers lost, and dead letters for which there was no room
 */
public record ChannelSnapshot(
        ChannelName name, int subscribers, long waiting, long in, long out, long dropped) {}
