package dev.automat.broker.status;

import java.time.Instant;
import java.util.List;

/**
 * What the broker did in the last second.
 *
 * @param channels the busiest, busiest first
 * @param inRate messages accepted per second by all channels
 * @param outRate messages written per second by all channels
 * @param waiting messages in all channels that were not handed to a connection yet
 * @param dropped messages that slow subscribers lost since the start
 */
record RatesResponse(
        Instant time,
        int connections,
        List<ChannelResponse> channels,
        double inRate,
        double outRate,
        long waiting,
        long pinnedBytes,
        long dropped) {}
