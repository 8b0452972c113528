package dev.automat.brokerclient;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Client of the frames door: subscribes to one channel and publishes to any.
 *
 * <p>All calls block their thread. One thread may receive while others send; a call that blocks
 * ends with an exception when another thread closes the client. The protocol has no
 * acknowledgements: what was sent just before a connection broke may be lost, also by a client that
 * reconnects.
 */
public final class BrokerClient implements AutoCloseable {

    private final String host;
    private final int port;
    private final byte[] channel;
    private final ClientOptions options;

    private final ReentrantLock state = new ReentrantLock();
    private final Condition changed = state.newCondition();
    private final ReentrantLock sending = new ReentrantLock();
    private final ReentrantLock receiving = new ReentrantLock();
    private @Nullable Link link;
    private boolean connecting;
    private boolean closed;

    private BrokerClient(String host, int port, byte[] channel, ClientOptions options) {
        this.host = host;
        this.port = port;
        this.channel = channel;
        this.options = options;
    }

    /**
     * Connects and subscribes, without reconnecting later.
     *
     * @param channel channel to receive from; {@link Frames#NOWHERE} for a client that only sends
     * @throws BrokerException when there is no broker
     */
    public static BrokerClient connect(String host, int port, String channel)
            throws BrokerException {
        return connect(host, port, channel, ClientOptions.defaults());
    }

    /**
     * Connects and subscribes. With {@link ClientOptions#reconnect()} it returns at once, and the
     * first call that needs the connection makes it, however long that takes.
     *
     * @param channel channel to receive from; {@link Frames#NOWHERE} for a client that only sends
     * @throws BrokerException when there is no broker and the options do not ask to try again
     * @throws IllegalArgumentException when the channel's name is empty or too long, or the port is
     *     none
     */
    public static BrokerClient connect(String host, int port, String channel, ClientOptions options)
            throws BrokerException {
        var name = channel.getBytes(StandardCharsets.UTF_8);
        Frames.checkName(name);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("A port must be 1 to 65,535, is " + port);
        }
        var client = new BrokerClient(host, port, name, options);
        if (!options.reconnect()) {
            var _ = client.link();
        }
        return client;
    }

    /**
     * Publishes one message. Blocks while the broker does not read, which is how it slows down
     * publishers whose channel nobody empties. A client that reconnects sends a message again whose
     * sending failed, so that it may arrive twice.
     *
     * @throws BrokerException when the connection is lost or the client closed
     * @throws IllegalArgumentException when the channel or the data is empty or too long
     */
    public void send(String toChannel, byte[] data) throws BrokerException {
        var message = Frames.message(toChannel.getBytes(StandardCharsets.UTF_8), data);
        sending.lock();
        try {
            while (true) {
                var current = link();
                try {
                    current.write(message);
                    return;
                } catch (IOException e) {
                    lost(current, e);
                }
            }
        } finally {
            sending.unlock();
        }
    }

    /**
     * Waits for the next message as long as it takes.
     *
     * @throws BrokerException when the connection is lost or the client closed
     */
    public byte[] receive() throws BrokerException {
        return receive(Deadline.NEVER).orElseThrow();
    }

    /**
     * Waits for the next message.
     *
     * @return empty when none came within the timeout
     * @throws BrokerException when the connection is lost or the client closed
     */
    public Optional<byte[]> receive(Duration timeout) throws BrokerException {
        return receive(Deadline.after(timeout));
    }

    private Optional<byte[]> receive(Deadline deadline) throws BrokerException {
        receiving.lock();
        try {
            while (!deadline.isOver()) {
                var current = link(deadline);
                if (current == null) {
                    break;
                }
                try {
                    return Optional.of(current.read(deadline.millisLeft()));
                } catch (SocketTimeoutException e) {
                    break;
                } catch (IOException e) {
                    lost(current, e);
                }
            }
            return Optional.empty();
        } finally {
            receiving.unlock();
        }
    }

    /**
     * Hands each message to a listener, on the calling thread, until the client is closed.
     *
     * @throws BrokerException when the connection is lost and the options do not ask to reconnect
     */
    public void listen(Consumer<byte[]> listener) throws BrokerException {
        while (true) {
            byte[] data;
            try {
                data = receive();
            } catch (BrokerException e) {
                if (isClosed()) {
                    return;
                }
                throw e;
            }
            listener.accept(data);
        }
    }

    /**
     * Says good-bye and waits, at most for the options' close timeout, until the broker has taken
     * what was sent. Messages not yet received are lost.
     */
    @Override
    public void close() {
        Link last;
        state.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            last = link;
            link = null;
            changed.signalAll();
        } finally {
            state.unlock();
        }
        if (last != null) {
            leave(last);
        }
    }

    private void leave(Link last) {
        // A good-bye must not cut into a message that another thread is sending.
        if (lockSending()) {
            try {
                last.leave(options.closeTimeout());
            } finally {
                sending.unlock();
            }
        } else {
            last.cut();
        }
    }

    private boolean lockSending() {
        try {
            return sending.tryLock(options.closeTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether {@link #close()} was called. */
    public boolean isClosed() {
        state.lock();
        try {
            return closed;
        } finally {
            state.unlock();
        }
    }

    /** Forgets a link that failed, so that the next call makes another one. */
    private void lost(Link failed, IOException cause) throws BrokerException {
        failed.cut();
        state.lock();
        try {
            if (closed) {
                throw closedException();
            }
            if (!options.reconnect()) {
                throw new BrokerException("Lost the broker at " + address(), cause);
            }
            if (link != failed) {
                return;
            }
            link = null;
        } finally {
            state.unlock();
        }
        options.observer().lost(cause, Duration.ZERO);
    }

    private Link link() throws BrokerException {
        while (true) {
            var current = link(Deadline.NEVER);
            if (current != null) {
                return current;
            }
        }
    }

    /** The current link, made when there is none; null when the deadline passed before that. */
    private @Nullable Link link(Deadline deadline) throws BrokerException {
        for (int failures = 1; ; failures++) {
            var turn = awaitTurn(deadline);
            if (!turn.mine()) {
                return turn.link();
            }
            try {
                var timeout = deadline.cap(options.connectTimeout());
                return established(Link.open(host, port, channel, timeout));
            } catch (BrokerException e) {
                throw e;
            } catch (IOException e) {
                failed(failures, e, deadline);
            }
        }
    }

    /**
     * Whether a thread is to connect, or has the link that is there, or neither because its time is
     * up.
     */
    private record Turn(boolean mine, @Nullable Link link) {}

    private Turn awaitTurn(Deadline deadline) throws BrokerException {
        state.lock();
        try {
            while (connecting && !closed && !deadline.isOver()) {
                await(deadline);
            }
            if (closed) {
                throw closedException();
            }
            boolean mine = link == null && !connecting && !deadline.isOver();
            connecting = connecting || mine;
            return new Turn(mine, link);
        } finally {
            state.unlock();
        }
    }

    private Link established(Link opened) throws BrokerException {
        state.lock();
        try {
            connecting = false;
            changed.signalAll();
            if (closed) {
                opened.cut();
                throw closedException();
            }
            link = opened;
        } finally {
            state.unlock();
        }
        options.observer().connected();
        return opened;
    }

    private void failed(int failures, IOException cause, Deadline deadline) throws BrokerException {
        var pause = options.pauseAfter(failures);
        if (options.reconnect()) {
            options.observer().lost(cause, pause);
        }
        state.lock();
        try {
            var end = Deadline.after(pause).earlier(deadline);
            while (options.reconnect() && !closed && !end.isOver()) {
                await(end);
            }
        } finally {
            connecting = false;
            changed.signalAll();
            state.unlock();
        }
        if (!options.reconnect()) {
            throw new BrokerException("There is no broker at " + address(), cause);
        }
    }

    @SuppressWarnings("WaitNotInLoop") // The callers' loops check what they wait for.
    private void await(Deadline deadline) throws BrokerException {
        try {
            var _ = changed.await(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerException("Interrupted while waiting for the broker at " + address());
        }
    }

    private BrokerException closedException() {
        return new BrokerException("The client of the broker at " + address() + " is closed");
    }

    private String address() {
        return host + ":" + port;
    }
}
