package dev.automat.bench.broker;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * One publisher at a fixed rate and one subscriber, which tells how long each message took. A
 * message that is late because the machine was busy counts from when it was due.
 */
final class PacedLoad {

    private static final int SIZE_BYTES = 256;
    private static final long LONGEST_SPIN_NANOS = 20_000;

    /** With it nats-server asks, now and then, whether a client lives. */
    private static final int PING_BYTES = "PING\r\n".length();

    private final Wire wire;
    private final InetSocketAddress server;
    private final Wire.Channel channel = Wire.Channel.topic("paced");
    private final int ratePerSecond;

    PacedLoad(Peer peer, int ratePerSecond) {
        this.wire = peer.wire();
        this.server = peer.address();
        this.ratePerSecond = ratePerSecond;
    }

    /**
     * Publishes for some time; what is sent within the warm-up does not count.
     *
     * @return how long messages took, in nanoseconds, sorted
     */
    long[] delays(Duration warmUp, Duration measured) throws IOException {
        int skipped = (int) (ratePerSecond * warmUp.toNanos() / 1_000_000_000);
        int count = skipped + (int) (ratePerSecond * measured.toNanos() / 1_000_000_000);
        try (var subscriber = connected(wire.subscriber(channel));
                var publisher = connected(wire.publisher())) {
            var answer = new ByteArrayOutputStream();
            var one = ByteBuffer.allocate(1);
            while (!wire.isSubscribed(answer.toByteArray(), channel)) {
                if (subscriber.read(one.clear()) < 0) {
                    throw new EOFException("The server closed after " + answer);
                }
                answer.write(one.get(0));
            }
            var _ = Thread.ofPlatform().start(() -> publish(publisher, count));
            var delays = receive(subscriber, count);
            var counted = Arrays.copyOfRange(delays, skipped, count);
            Arrays.sort(counted);
            return counted;
        }
    }

    private SocketChannel connected(byte[] greeting) throws IOException {
        var connection = SocketChannel.open(server);
        connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
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
                await(due);
                message.putLong(at, due).rewind();
                while (message.hasRemaining()) {
                    connection.write(message);
                }
            }
        } catch (IOException e) {
            System.err.println("A publisher failed: " + e);
        }
    }

    private static void await(long due) {
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
        int received = 0;
        while (received < count) {
            if (connection.read(buffer) < 0) {
                throw new EOFException("The server closed the subscriber");
            }
            long now = System.nanoTime();
            buffer.flip();
            while (buffer.remaining() >= size && received < count) {
                if (buffer.get(buffer.position()) == 'P') {
                    buffer.position(buffer.position() + PING_BYTES);
                    continue;
                }
                delays[received++] = now - buffer.getLong(buffer.position() + at);
                buffer.position(buffer.position() + size);
            }
            buffer.compact();
        }
        return delays;
    }
}
