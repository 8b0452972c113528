package dev.automat.broker.engine.nats;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Nats;
import io.nats.client.support.Status;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to NATS: connects, again and again if need be, and says when it can be used. Its client
 * blocks in places, so that all of that happens on one thread of its own.
 */
final class NatsLink implements ConnectionListener, ErrorListener {

    private static final Logger log = LoggerFactory.getLogger(NatsLink.class);

    /** The codes by which NATS says so. */
    private static final int EXPIRED = 408;

    private static final int NOBODY_THERE = 503;
    private static final long TICK_MILLIS = 250;
    private static final String LOST = "connection lost";

    /** Different failures to connect that are told; the client tries again and again. */
    private static final int MAX_CAUSES = 8;

    /** What becomes of the link; on its own thread. */
    interface Listener {

        /** It can be used, for the first time or again; what was on its way may be lost. */
        void usable(Session session) throws IOException, JetStreamApiException;

        /** The connection is gone with all its subscriptions; there will be another one. */
        void closed();

        /** Some time has passed. */
        void tick();

        /** JetStream has waited long enough with a request made through a subscription. */
        void expired(JetStreamSubscription subscription);

        /** JetStream will not do what is asked for through a subscription. */
        void refused(JetStreamSubscription subscription);
    }

    private final NatsProperties properties;
    private final NatsAccess access;
    private final Listener listener;
    private final Set<String> causes = new ConcurrentSkipListSet<>();
    private final AtomicLong losses = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private @Nullable ScheduledExecutorService executor;
    private volatile @Nullable Session session;
    private volatile boolean usable;
    private volatile String reason = "not connected yet";

    NatsLink(NatsProperties properties, NatsAccess access, Listener listener) {
        this.properties = properties;
        this.access = access;
        this.listener = listener;
    }

    synchronized void start() {
        var thread =
                Executors.newSingleThreadScheduledExecutor(
                        new DefaultThreadFactory("broker-nats", true));
        executor = thread;
        thread.execute(this::connect);
        var _ =
                thread.scheduleWithFixedDelay(
                        this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void connect() {
        try {
            var connection =
                    Nats.connect(
                            access.options().connectionListener(this).errorListener(this).build());
            var asked = JetStreamOptions.builder().requestTimeout(properties.publishTimeout());
            var opened =
                    new Session(
                            connection,
                            connection.jetStream(asked.build()),
                            connection.jetStreamManagement(asked.build()),
                            connection.createDispatcher(),
                            connection.createDispatcher());
            if (opened(opened)) {
                setUp();
            }
        } catch (IOException e) {
            failed(e);
            later(this::connect);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The client gives up when it is refused, which may be a mistake that is being mended. */
    private void closed(Connection connection) {
        var last = session;
        if (last != null && last.connection().equals(connection)) {
            session = null;
            usable = false;
            reason = "connection refused";
            listener.closed();
            later(this::connect);
        }
    }

    /** Keeps the connection, unless the link was stopped meanwhile. */
    private synchronized boolean opened(Session opened) throws InterruptedException {
        if (executor == null) {
            opened.connection().close();
            return false;
        }
        session = opened;
        return true;
    }

    private void setUp() {
        var opened = session;
        if (opened == null || opened.connection().getStatus() != Connection.Status.CONNECTED) {
            return;
        }
        try {
            listener.usable(opened);
            usable = true;
            reason = "";
            causes.clear();
            log.info(
                    "Channels are shared through {}",
                    opened.connection().getServerInfo().getHost());
            listener.tick();
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            failed(e);
            later(this::setUp);
        }
    }

    private void failed(Exception cause) {
        var message = withoutLogins(cause.getMessage());
        if (!message.equals(reason)) {
            log.warn("NATS cannot be used, publishers wait: {}", message);
        }
        usable = false;
        reason = message;
    }

    /** The client repeats addresses, in which a password or a token may stand. */
    private static String withoutLogins(@Nullable String message) {
        return String.valueOf(message).replaceAll("//[^/@\\s]*@", "//");
    }

    private void later(Runnable task) {
        long pause = properties.retryPause().toMillis();
        after(pause + ThreadLocalRandom.current().nextLong(pause + 1), task);
    }

    private void tick() {
        try {
            var opened = session;
            if (opened == null || opened.connection().getStatus() != Connection.Status.CONNECTED) {
                // The client's word of it comes from another thread, and may be overtaken.
                usable = false;
            }
            listener.tick();
        } catch (RuntimeException e) {
            // Nothing else would ever call it again.
            log.error("Looking after NATS failed", e);
        }
    }

    /** Runs a task on the link's thread; not at all once it has stopped. */
    void run(Runnable task) {
        after(0, task);
    }

    /** Runs a task on the link's thread, later. */
    void after(long millis, Runnable task) {
        ScheduledExecutorService thread;
        synchronized (this) {
            thread = executor;
        }
        if (thread != null) {
            try {
                var _ = thread.schedule(task, millis, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // Stopped meanwhile: what it was to do ended with the link.
            }
        }
    }

    /** The connection to publish to; null while nothing should be published. */
    @Nullable Session usable() {
        return usable ? session : null;
    }

    /** The connection, in whatever state; null before there was one. */
    @Nullable Session session() {
        return session;
    }

    /** Why the link cannot be used; empty when it can. */
    String reason() {
        return usable || causes.isEmpty() ? reason : reason + ": " + String.join("; ", causes);
    }

    /** How often the connection was lost. */
    long losses() {
        return losses.get();
    }

    /** Failures that NATS or its client reported. */
    long errors() {
        return errors.get();
    }

    @Override
    @SuppressWarnings("deprecation") // The form that replaces it calls this one, which is abstract.
    public void connectionEvent(Connection connection, Events event) {
        switch (event) {
            case DISCONNECTED -> lost(connection);
            case RECONNECTED -> run(this::setUp);
            case CLOSED -> run(() -> closed(connection));
            case CONNECTED, RESUBSCRIBED, DISCOVERED_SERVERS, LAME_DUCK ->
                    log.debug("NATS: {}", event);
        }
    }

    /** Also comes for each attempt to connect that failed, which is not a loss. */
    private void lost(Connection connection) {
        var last = session;
        if (last == null || !last.connection().equals(connection)) {
            return;
        }
        usable = false;
        if (!reason.equals(LOST)) {
            reason = LOST;
            losses.incrementAndGet();
            log.warn("NATS is lost, publishers wait");
        }
    }

    @Override
    public void errorOccurred(Connection connection, String error) {
        errors.incrementAndGet();
        log.warn("NATS reports {}", error);
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception exception) {
        errors.incrementAndGet();
        log.debug("NATS failed", exception);
        if (!usable && isStarted()) {
            notReached(exception);
        }
    }

    private synchronized boolean isStarted() {
        return executor != null;
    }

    /** The client says why it did not connect to a server here, and only here. */
    private void notReached(Exception exception) {
        var cause = exception instanceof ExecutionException ? exception.getCause() : exception;
        var text = withoutLogins(cause == null ? null : cause.getMessage());
        if (causes.size() < MAX_CAUSES && causes.add(text)) {
            log.warn("NATS is not reached: {}", text);
        }
    }

    @Override
    public void slowConsumerDetected(Connection connection, Consumer consumer) {
        errors.incrementAndGet();
        log.warn("Messages from NATS come faster than they can be passed on; some are lost");
    }

    @Override
    public void pullStatusWarning(
            Connection connection, JetStreamSubscription subscription, Status status) {
        log.debug("NATS about a request: {}", status);
        if (status.getCode() == EXPIRED) {
            run(() -> listener.expired(subscription));
        } else if (status.getCode() == NOBODY_THERE) {
            run(() -> listener.refused(subscription));
        }
    }

    @Override
    public void pullStatusError(
            Connection connection, JetStreamSubscription subscription, Status status) {
        log.debug("NATS about a request: {}", status);
        run(() -> listener.refused(subscription));
    }

    @Override
    public void unhandledStatus(
            Connection connection, JetStreamSubscription subscription, Status status) {
        log.debug("NATS about a request: {}", status);
        run(() -> listener.refused(subscription));
    }

    /** Ends the connection when what is to be sent was sent. */
    void stop() {
        ScheduledExecutorService thread;
        synchronized (this) {
            thread = executor;
            executor = null;
        }
        usable = false;
        reason = "stopped";
        if (thread != null) {
            thread.shutdownNow();
        }
        var opened = session;
        if (opened != null) {
            session = null;
            close(opened.connection());
        }
    }

    private void close(Connection connection) {
        try {
            if (connection.getStatus() == Connection.Status.CONNECTED) {
                connection.flush(properties.connectTimeout());
            }
        } catch (TimeoutException | IllegalStateException e) {
            log.debug("NATS did not take the last acknowledgements in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
