package dev.automat.broker.door.stomp;

import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.Envelope;
import dev.automat.broker.channel.Run;
import dev.automat.broker.channel.Subscription;
import dev.automat.broker.door.Publishing;
import dev.automat.broker.server.DeferredWrites;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the frames of one connection mean, one after the other. On its event loop. */
final class StompSession implements StompSubscription.Owner {

    private static final List<String> VERSIONS = List.of("1.2", "1.1", "1.0");
    private static final int MAX_NAME_BYTES = 1_024;

    /** Headers of SEND that are not the receiver's, or that the broker sets itself. */
    private static final Set<String> NOT_PASSED_ON =
            Set.of(
                    "destination",
                    "content-length",
                    "receipt",
                    "transaction",
                    "message-id",
                    "subscription",
                    "ack",
                    "redelivered");

    /** What a session asks of its connection. */
    interface Wire {

        /** Writes a frame. */
        void send(String frame);

        /** Both sides agreed on signs of life. */
        void heartBeats(long everyMillis, long expectedMillis);

        /** The client says good-bye. */
        void disconnect();

        /** Something was written to a subscription. */
        void written();

        /** The client is too slow for a channel's policy. */
        void overrun();
    }

    private final StompDoor door;
    private final StompProperties properties;
    private final Channel channel;
    private final DeferredWrites writes;
    private final Publishing publishing;
    private final Wire wire;
    private final Transactions transactions;
    private final TemporaryNames temporaryNames;
    private final Map<String, StompSubscription> subscriptions = new LinkedHashMap<>();
    private final List<StompSubscription> leaving = new ArrayList<>();
    private final ArrayDeque<StompFrame> committed = new ArrayDeque<>();
    private @Nullable String receiptWhenAccepted;
    private @Nullable String receiptWhenCommitted;
    private boolean connected;

    /** Whether the last frame was a SEND to a lasting channel, without anything but data. */
    private boolean sentPlain;

    private long lastMessageId;

    StompSession(
            StompDoor door,
            Channel channel,
            DeferredWrites writes,
            Publishing publishing,
            Wire wire) {
        this.door = door;
        this.properties = door.properties();
        this.channel = channel;
        this.writes = writes;
        this.publishing = publishing;
        this.wire = wire;
        this.temporaryNames = new TemporaryNames(door.sessions());
        this.transactions = new Transactions(door.memory(), properties.maxBodyBytes());
    }

    boolean isConnected() {
        return connected;
    }

    /** Handles a frame of a committed transaction, if there is one. */
    boolean handleCommitted() throws StompException {
        var frame = committed.poll();
        if (frame == null) {
            return false;
        }
        sentPlain = false;
        try {
            perform(frame);
        } finally {
            transactions.released(frame);
        }
        if (committed.isEmpty()) {
            flush(receiptWhenCommitted);
            receiptWhenCommitted = null;
        }
        return true;
    }

    void handle(StompFrame frame) throws StompException {
        if (!connected) {
            connect(frame);
            return;
        }
        if (sentPlain && frame.repeats() && frame.body().isReadable()) {
            publishing.messageWithoutPrefix(frame.body());
            return;
        }
        sentPlain = false;
        var transaction = frame.header("transaction");
        switch (frame.command()) {
            case "SEND", "ACK", "NACK" -> {
                if (transaction == null) {
                    perform(frame);
                } else {
                    transactions.add(transaction, frame);
                    receipt(frame);
                }
            }
            case "SUBSCRIBE" -> subscribe(frame);
            case "UNSUBSCRIBE" -> unsubscribe(frame);
            case "BEGIN" -> {
                transactions.begin(frame.required("transaction"));
                receipt(frame);
            }
            case "COMMIT" -> {
                committed.addAll(transactions.end(frame.required("transaction")));
                receiptWhenCommitted = frame.header("receipt");
                if (committed.isEmpty()) {
                    receipt(frame);
                }
            }
            case "ABORT" -> {
                transactions.end(frame.required("transaction")).forEach(transactions::released);
                receipt(frame);
            }
            case "DISCONNECT" -> {
                receipt(frame);
                wire.disconnect();
            }
            default -> throw new StompException("There is no command " + shortened(frame));
        }
    }

    private static String shortened(StompFrame frame) {
        var command = frame.command();
        return command.substring(0, Math.min(20, command.length()));
    }

    private void connect(StompFrame frame) throws StompException {
        if (!frame.command().equals("CONNECT") && !frame.command().equals("STOMP")) {
            throw new StompException("The first frame must be CONNECT or STOMP");
        }
        var accepted = frame.header("accept-version");
        var versions = List.of((accepted == null ? "1.0" : accepted).split(",", -1));
        var version =
                VERSIONS.stream()
                        .filter(versions::contains)
                        .findFirst()
                        .orElseThrow(() ->
                                new StompException("Supported versions are 1.0, 1.1 and 1.2"));
        if (!isWelcome(frame)) {
            throw new StompException("Wrong login or passcode");
        }
        connected = true;
        long beat = properties.heartBeat().toMillis();
        var headers = new LinkedHashMap<String, String>();
        headers.put("version", version);
        headers.put("heart-beat", beat + "," + beat);
        headers.put("server", "Automat");
        headers.put("session", channel.id().asShortText());
        wire.send(StompText.frame("CONNECTED", headers));
        agree(frame.header("heart-beat"), beat);
    }

    private boolean isWelcome(StompFrame frame) {
        return matches(properties.login(), frame.header("login"))
                && matches(properties.passcode(), frame.header("passcode"));
    }

    /** Takes as long whatever is wrong. */
    private static boolean matches(@Nullable String wanted, @Nullable String given) {
        return wanted == null
                || (given != null
                        && MessageDigest.isEqual(
                                wanted.getBytes(StandardCharsets.UTF_8),
                                given.getBytes(StandardCharsets.UTF_8)));
    }

    private void agree(@Nullable String header, long ours) throws StompException {
        if (header == null) {
            return;
        }
        try {
            var parts = header.split(",", 2);
            long theirs = Long.parseLong(parts[0].strip());
            long wanted = Long.parseLong(parts[1].strip());
            wire.heartBeats(slower(ours, wanted), slower(theirs, ours));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new StompException("heart-beat must be two numbers, is " + header);
        }
    }

    private static long slower(long can, long wants) {
        return can == 0 || wants == 0 ? 0 : Math.max(can, wants);
    }

    private void perform(StompFrame frame) throws StompException {
        switch (frame.command()) {
            case "SEND" -> send(frame);
            case "ACK" -> settle(frame, true);
            case "NACK" -> settle(frame, false);
            default -> throw new IllegalStateException("Not kept: " + frame.command());
        }
    }

    private void send(StompFrame frame) throws StompException {
        var destination = checked(frame.required("destination"));
        if (isNobodys(destination)) {
            // Whoever wanted the reply is gone.
            door.traffic().swallowed(1);
            receipt(frame);
            return;
        }
        var name = destination.getBytes(StandardCharsets.UTF_8);
        var bytes = channel.alloc().buffer(name.length).writeBytes(name);
        try {
            publishing.channel(bytes, 0, name.length);
        } finally {
            bytes.release();
        }
        var envelope = envelope(withReplyTo(frame));
        if (envelope.equals(Envelope.NONE) && frame.body().isReadable()) {
            publishing.messageWithoutPrefix(frame.body());
        } else {
            int size = frame.body().readableBytes();
            var message = channel.alloc().directBuffer(4 + size).writeInt(size);
            publishing.message(message.writeBytes(frame.body(), 0, size), envelope);
        }
        if (frame.header("receipt") != null) {
            flush(frame.header("receipt"));
        } else if (frame.header("transaction") == null) {
            sentPlain = envelope.equals(Envelope.NONE) && !TemporaryNames.isTemporary(destination);
        }
    }

    private boolean isNobodys(String destination) {
        return TemporaryNames.isTemporary(destination)
                && !temporaryNames.isKnown(destination)
                && !(door.engine().reachesOtherBrokers()
                        && TemporaryNames.mayBeElsewhere(destination));
    }

    /** Turns a temporary name into the channel it stands for, and subscribes to it. */
    private StompFrame withReplyTo(StompFrame frame) throws StompException {
        var replyTo = frame.header("reply-to");
        if (replyTo == null || !TemporaryNames.isTemporary(replyTo)) {
            return frame;
        }
        if (!subscriptions.containsKey(replyTo)) {
            subscribe(replyTo, replyTo, AckMode.AUTO, Subscription.SETTLED_BY_WRITING);
        }
        var headers = new LinkedHashMap<>(frame.headers());
        headers.put("reply-to", temporaryNames.channelOf(replyTo));
        return new StompFrame(frame.command(), headers, frame.body());
    }

    private static String checked(String destination) throws StompException {
        int length = destination.getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_NAME_BYTES) {
            throw new StompException(
                    "destination must have at most 1024 bytes, has %d".formatted(length));
        }
        return destination;
    }

    private static Envelope envelope(StompFrame frame) throws StompException {
        StringBuilder lines = null;
        for (var header : frame.headers().entrySet()) {
            if (!NOT_PASSED_ON.contains(header.getKey())) {
                lines = lines == null ? new StringBuilder() : lines;
                StompText.line(lines, header.getKey(), header.getValue());
            }
        }
        return lines == null
                ? Envelope.NONE
                : new Envelope(lines.toString(), expiryOf(frame.header("expires")), 0);
    }

    private static long expiryOf(@Nullable String header) throws StompException {
        try {
            return header == null ? 0 : Long.parseLong(header.strip());
        } catch (NumberFormatException e) {
            throw new StompException("expires must be epoch milliseconds, is " + header);
        }
    }

    /** Publishes what was sent, and gives the receipt when it is accepted. */
    private void flush(@Nullable String receipt) {
        publishing.publish();
        if (!publishing.isHeld()) {
            receipt(receipt);
        } else if (receipt != null) {
            receiptWhenAccepted = receipt;
        }
    }

    /** What was held is accepted now. */
    void accepted() {
        receipt(receiptWhenAccepted);
        receiptWhenAccepted = null;
    }

    private void receipt(StompFrame frame) {
        receipt(frame.header("receipt"));
    }

    private void receipt(@Nullable String receipt) {
        if (receipt != null) {
            wire.send(StompText.frame("RECEIPT", Map.of("receipt-id", receipt)));
        }
    }

    private void settle(StompFrame frame, boolean done) throws StompException {
        // Version 1.2 names the acknowledgement, earlier ones the message; they are the same.
        var stated = frame.header("id");
        var id = stated == null ? frame.required("message-id") : stated;
        try {
            long number = Long.parseLong(id);
            for (var subscription : subscriptions.values()) {
                if (done ? subscription.acknowledge(number) : subscription.refuse(number)) {
                    break;
                }
            }
        } catch (NumberFormatException e) {
            throw new StompException("There is no message " + id);
        }
        receipt(frame);
    }

    private void subscribe(StompFrame frame) throws StompException {
        var destination = checked(frame.required("destination"));
        var stated = frame.header("id");
        var id = stated == null ? destination : stated;
        var ack = frame.header("ack");
        var ackMode = AckMode.of(ack == null ? "auto" : ack);
        int credit = ackMode == AckMode.AUTO ? Subscription.SETTLED_BY_WRITING : prefetchOf(frame);
        subscribe(id, destination, ackMode, credit);
        receipt(frame);
    }

    private void subscribe(String id, String destination, AckMode ackMode, int credit)
            throws StompException {
        if (subscriptions.containsKey(id)) {
            throw new StompException("There is a subscription " + id + " already");
        }
        if (subscriptions.size() + leaving.size() >= properties.maxSubscriptions()) {
            throw new StompException(
                    "There are more than %d subscriptions"
                            .formatted(properties.maxSubscriptions()));
        }
        var subscription =
                new StompSubscription(
                        id, destination, ackMode, properties.redeliveries(), channel, writes, this);
        var name = ChannelName.of(temporaryNames.channelOf(destination));
        if (!name.isNowhere()) {
            subscription.subscribed(door.engine().subscribe(name, subscription, credit));
        }
        subscriptions.put(id, subscription);
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

    private void unsubscribe(StompFrame frame) throws StompException {
        var stated = frame.header("id");
        var id = stated == null ? frame.required("destination") : stated;
        var subscription = subscriptions.remove(id);
        if (subscription == null) {
            throw new StompException("There is no subscription " + id);
        }
        publishing.publish();
        subscription.unsubscribe();
        leaving.add(subscription);
        endDrained();
        receipt(frame);
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
        wire.written();
    }

    @Override
    public void overrun() {
        wire.overrun();
    }

    /** Asks for no further messages. */
    void leave() {
        subscriptions.values().forEach(StompSubscription::unsubscribe);
        leaving.addAll(subscriptions.values());
        subscriptions.clear();
        endDrained();
    }

    /** Whether there is nothing left to write. */
    boolean isDrained() {
        return leaving.isEmpty();
    }

    /**
     * Ends with its connection.
     *
     * @return messages that are lost by it
     */
    long end() {
        leaving.addAll(subscriptions.values());
        subscriptions.clear();
        long lost = leaving.stream().mapToLong(StompSubscription::end).sum();
        leaving.clear();
        committed.forEach(transactions::released);
        committed.clear();
        transactions.close();
        temporaryNames.close();
        return lost;
    }

    long messages() {
        return lastMessageId;
    }

    long pinnedBytes() {
        return subscriptions.values().stream().mapToLong(StompSubscription::pinnedBytes).sum();
    }

    @Nullable String destinations() {
        return subscriptions.isEmpty()
                ? null
                : String.join(
                        " ",
                        subscriptions.values().stream()
                                .map(StompSubscription::destination)
                                .limit(10)
                                .toList());
    }
}
