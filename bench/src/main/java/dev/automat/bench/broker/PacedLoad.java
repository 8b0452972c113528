package dev.automat.bench.broker;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * One publisher at a fixed rate and subscribers, which tell how long each message took. A message
 * that is late because the machine was busy counts from when it was due.
 */
final class PacedLoad implements AutoCloseable {

    private static final int SIZE_BYTES = 256;
    private static final int DEFAULT_ROOM = 0;

    /** Of a message that came before its subscriber was known, of those sent first. */
    private static final long NEVER = Long.MIN_VALUE;

    private static final int LITTLE_ROOM_BYTES = 4_096;
    private static final long LONGEST_SPIN_NANOS = 20_000;

    /** With it nats-server asks, now and then, whether a client lives. */
    private static final int PING_BYTES = "PING\r\n".length();

    private final Wire wire;
    private final InetSocketAddress server;
    private final Wire.Channel channel = Wire.Channel.topic("paced." + System.nanoTime());
    private final int ratePerSecond;
    private final List<SocketChannel> connections = new ArrayList<>();
    private final List<SocketChannel> subscribers = new ArrayList<>();

    PacedLoad(Peer peer, int ratePerSecond) {
        this.wire = peer.wire();
        this.server = peer.address();
        this.ratePerSecond = ratePerSecond;
    }

    /** Connects subscribers that read. */
    PacedLoad withSubscribers(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            subscribers.add(subscribed(DEFAULT_ROOM));
        }
        return this;
    }

    /** Connects subscribers that never read, with so little room that they are soon stalled. */
    PacedLoad withStalled(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            var _ = subscribed(LITTLE_ROOM_BYTES);
        }
        return this;
    }

    private SocketChannel subscribed(int roomInBytes) throws IOException {
        var connection = connected(roomInBytes, wire.subscriber(channel));
        var answer = new ByteArrayOutputStream();
        var one = ByteBuffer.allocate(1);
        while (!wire.isSubscribed(answer.toByteArray(), channel)) {
            if (connection.read(one.clear()) < 0) {
                throw new EOFException("The server closed after " + answer);
            }
            answer.write(one.get(0));
        }
        return connection;
    }

    /**
     * Publishes for some time; what is sent within the warm-up does not count.
     *
     * @return how long messages took, in nanoseconds, sorted
     */
    long[] delays(Duration warmUp, Duration measured) throws IOException {
        int skipped = (int) (ratePerSecond * warmUp.toNanos() / 1_000_000_000);
        int count = skipped + (int) (ratePerSecond * measured.toNanos() / 1_000_000_000);
        var publisher = connected(DEFAULT_ROOM, wire.publisher());
        var receiving = new ArrayList<Future<long[]>>();
        try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (var subscriber : subscribers) {
                receiving.add(threads.submit(() -> receive(subscriber, count)));
            }
            var _ = threads.submit(() -> publish(publisher, count));
            for (var delays : receiving) {
                await(delays);
            }
        }
        return receiving.stream()
                .flatMapToLong(delays -> Arrays.stream(delays.resultNow(), skipped, count))
                .filter(delay -> delay != NEVER)
                .sorted()
                .toArray();
    }

    private static void await(Future<?> work) throws IOException {
        try {
            var _ = work.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private SocketChannel connected(int roomInBytes, byte[] greeting) throws IOException {
        var connection = SocketChannel.open();
        connections.add(connection);
        if (roomInBytes != DEFAULT_ROOM) {
            connection.setOption(StandardSocketOptions.SO_RCVBUF, roomInBytes);
        }
        connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
        connection.connect(server);
        connection.write(ByteBuffer.wrap(greeting));
        return connection;
    }

    private void publish(SocketChannel connection, int count) {
        var message = ByteBuffer.wrap(wire.publish(channel, new byte[SIZE_BYTES]));
        int at = message.capacity() - SIZE_BYTES - wire.bytesAfter();
        try {
            long begin = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long due = begin + (long) (i * 1e9 / ratePerSecond);
                awaitTime(due);
                message.putLong(at, due).putInt(at + Long.BYTES, i).rewind();
                while (message.hasRemaining()) {
                    connection.write(message);
                }
            }
        } catch (IOException e) {
            System.err.println("A publisher failed: " + e);
        }
    }

    private static void awaitTime(long due) {
        long left = due - System.nanoTime();
        while (left > 0) {
            if (left > LONGEST_SPIN_NANOS) {
                LockSupport.parkNanos(left - LONGEST_SPIN_NANOS);
            } else {
                Thread.onSpinWait();
            }
            left = due - System.nanoTime();
        }
    }

    private long[] receive(SocketChannel connection, int count) throws IOException {
        int size = wire.deliveryBytes(channel, SIZE_BYTES);
        int at = wire.bytesBefore(channel, SIZE_BYTES);
        var delays = new long[count];
        var buffer = ByteBuffer.allocateDirect(size * 1_024);
        Arrays.fill(delays, NEVER);
        while (delays[count - 1] == NEVER) {
            if (connection.read(buffer) < 0) {
                throw new EOFException("The server closed the subscriber");
            }
            long now = System.nanoTime();
            buffer.flip();
            while (buffer.remaining() >= size) {
                if (buffer.get(buffer.position()) == 'P') {
                    buffer.position(buffer.position() + PING_BYTES);
                    continue;
                }
                int start = buffer.position() + at;
                delays[buffer.getInt(start + Long.BYTES)] = now - buffer.getLong(start);
                buffer.position(buffer.position() + size);
            }
            buffer.compact();
        }
        return delays;
    }

    @Override
    public void close() throws IOException {
        for (var connection : connections) {
            connection.close();
        }
    }
}
