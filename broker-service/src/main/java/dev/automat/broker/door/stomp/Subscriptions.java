package dev.automat.broker.door.stomp;

import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.Envelope;
import dev.automat.broker.channel.Run;
import dev.automat.broker.channel.Subscription;
import dev.automat.broker.server.DeferredWrites;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of a session, by id, and those that were left until all of theirs is written.
 * On the channel's event loop, but for {@link #overrun()}.
 */
final class Subscriptions implements StompSubscription.Owner {

    /** Destinations that are told of a session with many. */
    private static final int TOLD = 10;

    /** What subscriptions tell the session's connection. */
    interface Listener {

        /** Messages were written. */
        void written();

        /** The client is too slow for a channel's policy. */
        void overrun();

        /** There is no room for what the client is to get. */
        void outOfMemory();
    }

    private final StompDoor door;
    private final StompProperties properties;
    private final Channel channel;
    private final DeferredWrites writes;
    private final TemporaryNames temporaryNames;
    private final Listener listener;
    private final Map<String, StompSubscription> byId = new LinkedHashMap<>();
    private final List<StompSubscription> leaving = new ArrayList<>();
    private boolean stopped;
    private StompVersion version = StompVersion.V1_2;
    private long lastMessageId;

    Subscriptions(
            StompDoor door,
            Channel channel,
            DeferredWrites writes,
            TemporaryNames temporaryNames,
            Listener listener) {
        this.door = door;
        this.properties = door.properties();
        this.channel = channel;
        this.writes = writes;
        this.temporaryNames = temporaryNames;
        this.listener = listener;
    }

    /** Writes to those that come next as a version agreed on. */
    void speak(StompVersion agreed) {
        version = agreed;
    }

    /** Does what a SUBSCRIBE frame asks for. */
    void subscribe(StompFrame frame) throws StompException {
        var destination = frame.destination();
        var stated = frame.header("id");
        var id = stated == null ? destination : StompFrame.bounded("id", stated);
        var ack = frame.header("ack");
        var ackMode = AckMode.of(ack == null ? "auto" : ack);
        int credit = ackMode == AckMode.AUTO ? Subscription.SETTLED_BY_WRITING : prefetchOf(frame);
        subscribe(id, destination, ackMode, credit);
    }

    private int prefetchOf(StompFrame frame) throws StompException {
        var stated = frame.header("prefetch-count");
        if (stated == null) {
            return properties.prefetch();
        }
        try {
            int count = Integer.parseInt(stated.strip());
            if (count >= 1 && count <= 65_535) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new StompException("prefetch-count must be 1 to 65535, is " + stated);
    }

    /** Subscribes to the channel that a temporary name stands for, under that name, once. */
    void subscribeToReplies(String temporaryName) throws StompException {
        if (!byId.containsKey(temporaryName)) {
            StompFrame.bounded("reply-to", temporaryName);
            subscribe(temporaryName, temporaryName, AckMode.AUTO, Subscription.SETTLED_BY_WRITING);
        }
    }

    private void subscribe(String id, String destination, AckMode ackMode, int credit)
            throws StompException {
        if (byId.containsKey(id)) {
            throw new StompException("There is a subscription " + id + " already");
        }
        if (byId.size() + leaving.size() >= properties.maxSubscriptions()) {
            throw new StompException(
                    "There are more than %d subscriptions"
                            .formatted(properties.maxSubscriptions()));
        }
        var subscription =
                new StompSubscription(
                        destination,
                        ackMode,
                        properties.redeliveries(),
                        channel,
                        writes,
                        framesOf(id, destination, ackMode),
                        this);
        var name = ChannelName.of(temporaryNames.channelOf(destination));
        if (!name.isNowhere()) {
            subscription.subscribed(door.engine().subscribe(name, subscription, credit));
        }
        byId.put(id, subscription);
    }

    private MessageFrames framesOf(String id, String destination, AckMode ackMode) {
        var head = new MessageHead(id, destination, ackMode != AckMode.AUTO, version);
        return new MessageFrames(head, channel.alloc(), door.memory());
    }

    /** Takes out the subscription that an UNSUBSCRIBE frame names, to be left. */
    StompSubscription take(StompFrame frame) throws StompException {
        var stated = frame.header("id");
        var id = stated == null ? frame.required("destination") : stated;
        var subscription = byId.remove(id);
        if (subscription == null) {
            throw new StompException("There is no subscription " + id);
        }
        return subscription;
    }

    /** Asks for no further messages of a subscription. */
    void leave(StompSubscription subscription) {
        subscription.unsubscribe();
        leaving.add(subscription);
        endDrained();
    }

    /** Asks for no further messages. */
    void leave() {
        byId.values().forEach(StompSubscription::unsubscribe);
        leaving.addAll(byId.values());
        byId.clear();
        endDrained();
    }

    /** What a subscription that ended has handed to the socket counts as written when it is. */
    private void endDrained() {
        leaving.removeIf(subscription -> {
            boolean drained = subscription.isDrained();
            if (drained) {
                door.connections().countLost(subscription.end());
            }
            return drained;
        });
    }

    /** Whether there is nothing left to write, for those that were left and those that were not. */
    boolean isDrained() {
        return leaving.isEmpty() && byId.values().stream().allMatch(StompSubscription::isDrained);
    }

    /** Writes nothing further. */
    void stop() {
        stopped = true;
        leave();
    }

    @Override
    public boolean isStopped() {
        return stopped;
    }

    /** Settles what an ACK frame names, or has it tried again as NACK wants. */
    void settle(StompFrame frame, boolean done) throws StompException {
        // Version 1.2 names the acknowledgement, earlier ones the message; they are the same.
        var stated = frame.header("id");
        var id = stated == null ? frame.required("message-id") : stated;
        try {
            long number = Long.parseLong(id);
            for (var subscription : byId.values()) {
                if (done ? subscription.acknowledge(number) : subscription.refuse(number)) {
                    break;
                }
            }
        } catch (NumberFormatException e) {
            throw new StompException("There is no message " + id);
        }
    }

    @Override
    public long nextMessageId() {
        return ++lastMessageId;
    }

    @Override
    public void deadLetter(StompSubscription subscription, Run run, Runnable whenDone) {
        var name = ChannelName.of(deadLetterName(subscription.destination()));
        var route = door.engine().route(name);
        var copy = run.copyWith(new Envelope(linesOf(run), 0, 0));
        door.connections().countLost(route.forward(copy, whenDone));
    }

    private static String linesOf(Run run) {
        var envelope = run.envelope();
        return envelope == null ? "" : envelope.headerLines();
    }

    private static String deadLetterName(String destination) {
        return "/queue/dead/" + destination.replaceFirst("^/(queue/)?", "");
    }

    @Override
    public void written() {
        endDrained();
        listener.written();
    }

    @Override
    public void overrun() {
        listener.overrun();
    }

    @Override
    public void outOfMemory() {
        listener.outOfMemory();
    }

    /**
     * Ends them all.
     *
     * @return messages that are lost by it
     */
    long end() {
        leaving.addAll(byId.values());
        byId.clear();
        long lost = leaving.stream().mapToLong(StompSubscription::end).sum();
        leaving.clear();
        return lost;
    }

    /** Messages written so far. */
    long messages() {
        return lastMessageId;
    }

    long pinnedBytes() {
        return Stream.concat(byId.values().stream(), leaving.stream())
                .mapToLong(StompSubscription::pinnedBytes)
                .sum();
    }

    /** Some of the destinations, for people; null when there is none. */
    @Nullable String destinations() {
        return byId.isEmpty()
                ? null
                : String.join(
                        " ",
                        byId.values().stream()
                                .map(StompSubscription::destination)
                                .limit(TOLD)
                                .toList());
    }
}
