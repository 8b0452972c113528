package dev.automat.broker.engine.nats;

import dev.automat.broker.channel.MessageChannel;
import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Publisher;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullRequestOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds a queue's workers at this broker from JetStream: asks for as many messages as they have
 * credit for and no more, so that what one worker cannot take is left for others, at whatever
 * broker. What is asked for is decided on the link's thread.
 */
final class QueueFeed {

    private static final Logger log = LoggerFactory.getLogger(QueueFeed.class);

    /** How long JetStream keeps a request. */
    private static final Duration REQUEST = Duration.ofSeconds(30);

    /** When JetStream has not said by then that a request ended, the word is lost. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** Requests end and memory runs short without a word. */
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private static final Publisher ELSEWHERE = () -> {};

    /** Messages asked for that have not come. */
    private static final class Request {

        private final long endsAt;
        private int open;

        private Request(int open, long endsAt) {
            this.open = open;
            this.endsAt = endsAt;
        }
    }

    private final MessageChannel channel;
    private final QueueStream stream;
    private final NatsLink link;
    private final PinnedMemory memory;
    private final Tries tries;
    private final long renewNanos;
    private final ConcurrentMap<Long, OwedMessage> owed = new ConcurrentHashMap<>();
    private final ArrayDeque<Request> requests = new ArrayDeque<>();
    private final AtomicBoolean regulating = new AtomicBoolean();
    private @Nullable JetStreamSubscription subscription;
    private long renewedAt = System.nanoTime();
    private long lookedAt = renewedAt;
    private boolean failed;
    private volatile int credit;
    private volatile boolean surplus;
    private volatile boolean closed;

    QueueFeed(
            MessageChannel channel,
            QueueStream stream,
            NatsLink link,
            PinnedMemory memory,
            Tries tries,
            Duration ackWait) {
        this.channel = channel;
        this.stream = stream;
        this.link = link;
        this.memory = memory;
        this.tries = tries;
        this.renewNanos = ackWait.toNanos() / 3;
    }

    MessageChannel channel() {
        return channel;
    }

    /** Messages that workers of this broker have. */
    int owed() {
        return owed.size();
    }

    /** Looks, soon, whether workers can take more than was asked for, or have more than that. */
    void demandChanged() {
        if (regulating.compareAndSet(false, true)) {
            link.run(this::regulate);
        }
    }

    private void regulate() {
        regulating.set(false);
        credit = closed ? 0 : channel.credit();
        channel.giveBack(owed.size() - credit);
        var session = link.session();
        if (session == null) {
            return;
        }
        if (credit == 0 || surplus) {
            // Without a subscriber JetStream drops its requests, made when there was more credit.
            surplus = false;
            close(session);
        }
        if (credit > 0 && link.usable() != null && !memory.isExhausted() && isOpen(session)) {
            request();
        }
    }

    private boolean isOpen(Session session) {
        if (subscription != null) {
            return true;
        }
        try {
            subscription = stream.subscribe(session, channel.name(), this::received);
            failed = false;
            return true;
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            if (!failed) {
                log.warn("Queue cannot be read from NATS, which is tried again", e);
            }
            failed = true;
            return false;
        }
    }

    private void close(Session session) {
        var current = subscription;
        if (current != null) {
            subscription = null;
            var _ = session.queues().unsubscribe(current);
        }
        forgetRequests();
    }

    private void forgetRequests() {
        synchronized (requests) {
            requests.clear();
        }
    }

    private void request() {
        int count = askedFor();
        var current = subscription;
        if (count > 0 && current != null) {
            current.pull(PullRequestOptions.builder(count).expiresIn(REQUEST).build());
        }
    }

    /** As many as there is credit for, but not a few at a time while many are still to come. */
    private int askedFor() {
        long now = System.nanoTime();
        synchronized (requests) {
            requests.removeIf(request -> request.endsAt - now < 0);
            int open = requests.stream().mapToInt(request -> request.open).sum();
            int room = credit - owed.size() - open;
            if (room <= 0 || (open > 0 && room < credit / 4)) {
                return 0;
            }
            requests.addLast(new Request(room, now + REQUEST.plus(GRACE).toNanos()));
            return room;
        }
    }

    /** JetStream serves requests in the order in which they were made. */
    private void came() {
        synchronized (requests) {
            var first = requests.peekFirst();
            if (first != null && --first.open == 0) {
                requests.removeFirst();
            }
        }
    }

    /** On the thread of all queues' messages. */
    private void received(Message message) {
        came();
        var known = owed.get(message.metaData().streamSequence());
        if (known != null) {
            known.sentAgain(message);
            return;
        }
        var arrived = new OwedMessage(message, tries, this::done);
        if (owed.size() >= credit) {
            surplus = true;
            arrived.notTaken();
            return;
        }
        owed.put(arrived.sequence(), arrived);
        var run = Wire.run(message, memory, arrived.triesBefore(), arrived);
        if (channel.publish(run, ELSEWHERE) != MessageChannel.Outcome.ACCEPTED) {
            run.release();
            channel.withdraw(ELSEWHERE);
            arrived.notTaken();
        }
    }

    private void done(OwedMessage message) {
        owed.remove(message.sequence());
        demandChanged();
    }

    /** The connection is new or mended: what was asked for will not come. */
    void restart(Session session) throws IOException, JetStreamApiException {
        forgetRequests();
        if (subscription != null) {
            stream.ensureConsumer(session, channel.name());
        }
        demandChanged();
    }

    /** The connection is gone; the next one has to be subscribed at anew. */
    void closedByNats() {
        subscription = null;
        forgetRequests();
    }

    /** JetStream has ended the oldest request; it is made again at once. */
    void expired(JetStreamSubscription about) {
        if (about.equals(subscription)) {
            synchronized (requests) {
                requests.pollFirst();
            }
            demandChanged();
        }
    }

    /** Perhaps the consumer is gone, and must be made again. */
    void refused(Session session, JetStreamSubscription about) {
        if (about.equals(subscription)) {
            close(session);
        }
    }

    /** Renews the hold on what workers have, and asks again for what has not come. */
    void tick() {
        long now = System.nanoTime();
        if (now - renewedAt >= renewNanos) {
            renewedAt = now;
            if (link.usable() != null) {
                owed.values().forEach(OwedMessage::renew);
            }
        }
        if (now - lookedAt >= LOOK_NANOS) {
            lookedAt = now;
            demandChanged();
        }
    }

    /** Nobody works at the queue any more, or nobody should. */
    void close() {
        closed = true;
        demandChanged();
    }
}
