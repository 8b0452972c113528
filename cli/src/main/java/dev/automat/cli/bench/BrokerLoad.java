package dev.automat.cli.bench;

import dev.automat.brokerclient.Frames;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Connections that publish and connections that subscribe, each with a thread that blocks. Every
 * message carries when it was sent, and whether that was within the measured time.
 */
final class BrokerLoad implements AutoCloseable {

    /** Room for the time a message was sent, and whether it counts. */
    static final int SMALLEST_SIZE = Long.BYTES + 1;

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int CONNECT_MILLIS = 5_000;
    private static final long NEVER = Long.MAX_VALUE / 2;
    private static final Duration LONGEST_WAIT_FOR_SUBSCRIBERS = Duration.ofSeconds(10);

    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final List<Latencies> latencies = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private final List<Thread> publishers = new ArrayList<>();
    private final List<Thread> subscribers = new ArrayList<>();
    private final ConcurrentLinkedQueue<IOException> failures = new ConcurrentLinkedQueue<>();
    private final LongAdder ready = new LongAdder();
    private final BrokerLoadPlan plan;
    private final long started = System.nanoTime();
    private volatile long end = started + NEVER;
    private volatile long begin = started + NEVER;
    private volatile boolean closing;

    private BrokerLoad(BrokerLoadPlan plan) {
        this.plan = plan;
    }

    /**
     * Connects and begins to publish.
     *
     * @throws IOException when there is no broker
     */
    static BrokerLoad start(BrokerLoadPlan plan) throws IOException {
        var load = new BrokerLoad(plan);
        try {
            for (int i = 0; i < plan.subscribers(); i++) {
                load.subscribe();
            }
            for (int i = 0; i < plan.publishers(); i++) {
                load.publish();
            }
            return load;
        } catch (IOException | RuntimeException e) {
            load.close();
            throw e;
        }
    }

    private void subscribe() throws IOException {
        var socket = connect(plan.channel());
        var times = new Latencies();
        latencies.add(times);
        subscribers.add(Thread.ofPlatform().daemon().start(() -> receive(socket, times)));
    }

    private void publish() throws IOException {
        var socket = connect(Frames.NOWHERE);
        publishers.add(Thread.ofPlatform().daemon().start(() -> send(socket)));
    }

    private Socket connect(String channel) throws IOException {
        var socket = new Socket();
        sockets.add(socket);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(plan.host(), plan.port()), CONNECT_MILLIS);
        socket.getOutputStream().write(Frames.frame(channel.getBytes(StandardCharsets.UTF_8)));
        return socket;
    }

    private void send(Socket socket) {
        var channel = plan.channel().getBytes(StandardCharsets.UTF_8);
        var message = Frames.message(channel, new byte[plan.sizeInBytes()]);
        var stamp = ByteBuffer.wrap(message);
        int offset = message.length - plan.sizeInBytes();
        try (var out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES)) {
            long start = System.nanoTime();
            for (long number = 0; ; number++) {
                long now = pace(out, start, number);
                if (now - end >= 0) {
                    break;
                }
                boolean counts = now - begin >= 0;
                stamp.putLong(offset, now).put(offset + Long.BYTES, (byte) (counts ? 1 : 0));
                out.write(message);
                if (counts) {
                    sent.increment();
                }
            }
            out.write(Frames.goodBye());
            out.flush();
        } catch (IOException e) {
            failed(e);
        }
    }

    /** Waits until a message is due; what is due already goes out together. */
    private long pace(BufferedOutputStream out, long start, long number) throws IOException {
        long now = System.nanoTime();
        if (plan.ratePerPublisher() == 0) {
            return now;
        }
        long due = start + (long) (number * 1e9 / plan.ratePerPublisher());
        if (due - now > 0) {
            out.flush();
            while (due - now > 0) {
                LockSupport.parkNanos(due - now);
                now = System.nanoTime();
            }
        }
        return now;
    }

    private void receive(Socket socket, Latencies times) {
        var data = new byte[plan.sizeInBytes()];
        var stamp = ByteBuffer.wrap(data);
        try (var in =
                new DataInputStream(
                        new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES))) {
            for (boolean first = true; ; first = false) {
                int size = in.readInt();
                if (size != data.length) {
                    throw new IOException(
                            "Somebody else publishes to %s: %d bytes"
                                    .formatted(plan.channel(), size));
                }
                in.readFully(data);
                if (first) {
                    ready.increment();
                }
                if (stamp.get(Long.BYTES) == 1) {
                    times.record(System.nanoTime() - stamp.getLong(0));
                    received.increment();
                }
            }
        } catch (EOFException e) {
            failed(new IOException("The broker ended a subscriber's stream", e));
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException failure) {
        if (!closing) {
            failures.add(failure);
        }
    }

    /** Whether messages are still to be published. */
    boolean isPublishing() {
        return publishers.stream().anyMatch(Thread::isAlive);
    }

    /**
     * Lets the measured time begin when the warm-up is over and every subscriber has received
     * something, for a subscription that is still on its way would seem to lose messages.
     */
    void beginWhenReady() {
        long now = System.nanoTime();
        long warm = now - started - plan.warmUp().toNanos();
        boolean isReady =
                ready.sum() == plan.subscribers() || warm > LONGEST_WAIT_FOR_SUBSCRIBERS.toNanos();
        if (begin - now > NEVER / 2 && warm >= 0 && isReady) {
            end = now + plan.measured().toNanos();
            begin = now;
        }
    }

    /** Since the measured time began; below zero before it. */
    Duration measured() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** The first thing that went wrong. */
    @Nullable IOException failure() {
        return failures.peek();
    }

    /** Messages sent within the measured time. */
    long sent() {
        return sent.sum();
    }

    /** Deliveries of messages sent within the measured time. */
    long received() {
        return received.sum();
    }

    /** Deliveries there should be in the end. */
    long expected() {
        return sent.sum() * (plan.isQueue() ? 1 : plan.subscribers());
    }

    /** How long messages took; complete once this is closed. */
    Latencies latencies() {
        var all = new Latencies();
        latencies.forEach(all::add);
        return all;
    }

    /** Ends all connections and their threads. */
    @Override
    public void close() {
        closing = true;
        for (var socket : sockets) {
            try {
                socket.close();
            } catch (SocketException e) {
                // It was closed already.
            } catch (IOException e) {
                failures.add(e);
            }
        }
        for (var threads : List.of(publishers, subscribers)) {
            threads.forEach(BrokerLoad::join);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
