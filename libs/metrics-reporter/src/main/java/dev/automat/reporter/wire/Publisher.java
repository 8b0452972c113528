package dev.automat.reporter.wire;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A ZeroMQ PUB socket that connects to one collector, and again whenever that fails or ends. While
 * nobody listens, messages wait, as many as fit; then the oldest make room.
 *
 * <p>Belongs to one thread, the one that calls {@link #serve}; only {@link #wakeUp} and the counts
 * are for others.
 */
public final class Publisher implements Closeable {

    private static final long LONGEST_SELECT_MILLIS = 1_000;

    private final Endpoint endpoint;
    private final int maxMessage;
    private final PublisherListener listener;
    private final Selector selector;
    private final Backlog backlog;
    private final BackOff backOff = new BackOff();
    private @Nullable Link link;
    private long nextTry = System.nanoTime();
    private boolean saidDown;
    private volatile boolean isConnected;
    private volatile boolean isWoken;
    private final AtomicLong dropped = new AtomicLong();

    /**
     * Prepares a publisher, which connects once it is served.
     *
     * @param backlog the most messages that wait
     * @param maxMessage the size of the largest message
     */
    public Publisher(Endpoint endpoint, int backlog, int maxMessage, PublisherListener listener)
            throws IOException {
        this.endpoint = endpoint;
        this.maxMessage = maxMessage;
        this.listener = listener;
        this.backlog = new Backlog(backlog);
        selector = Selector.open();
    }

    /** Adds a message to those that wait. */
    public void publish(byte[] message) {
        if (message.length > maxMessage || backlog.add(message)) {
            dropped.incrementAndGet();
        }
    }

    /** Connects, reads and writes until the time has come; returns at once when woken up. */
    public void serve(long untilNanos) throws IOException {
        while (!isWoken && untilNanos - System.nanoTime() > 0) {
            if (link == null && System.nanoTime() - nextTry >= 0) {
                connect();
            }
            pump();
            await(untilNanos);
        }
    }

    private void connect() {
        try {
            // Looking up a name may take long, for this thread only.
            link = new Link(endpoint.resolve(), selector, maxMessage);
        } catch (UnresolvedAddressException e) {
            lost("its host is unknown");
        } catch (IOException e) {
            lost(String.valueOf(e.getMessage()));
        }
    }

    private void pump() {
        if (link == null) {
            return;
        }
        try {
            link.pump(backlog);
            if (link.isListening() && !isConnected) {
                isConnected = true;
                saidDown = false;
                backOff.reset();
                listener.connected();
            }
        } catch (IOException e) {
            lost(String.valueOf(e.getMessage()));
        }
    }

    private void lost(String why) {
        if (link != null && link.isSayingMessage()) {
            dropped.incrementAndGet();
        }
        hangUp();
        nextTry = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(backOff.nextMillis());
        isConnected = false;
        if (!saidDown) {
            saidDown = true;
            listener.disconnected(why);
        }
    }

    private void hangUp() {
        if (link != null) {
            try {
                link.close();
            } catch (IOException _) {
                // It is of no more use either way.
            }
            link = null;
        }
    }

    private void await(long untilNanos) throws IOException {
        long now = System.nanoTime();
        long nanos = untilNanos - now;
        if (link == null) {
            nanos = Math.min(nanos, nextTry - now);
        }
        long millis = Math.clamp(Duration.ofNanos(nanos).toMillis(), 0, LONGEST_SELECT_MILLIS) + 1;
        selector.select(_ -> {}, millis);
    }

    /** Ends {@link #serve}, now and for good. */
    public void wakeUp() {
        isWoken = true;
        selector.wakeup();
    }

    /** Whether a collector listens. */
    public boolean isConnected() {
        return isConnected;
    }

    /** The messages that were given up: for want of room, or with a connection. */
    public long dropped() {
        return dropped.get();
    }

    @Override
    public void close() throws IOException {
        hangUp();
        isConnected = false;
        selector.close();
    }
}
