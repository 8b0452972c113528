package dev.automat.bench.broker;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Publishers that write flat out, subscribers that count, and others that do not read. */
final class Load implements AutoCloseable {

    private static final int BATCH_BYTES = 128 * 1024;
    private static final int READ_BYTES = 512 * 1024;

    private final Wire wire;
    private final InetSocketAddress server;
    private final Wire.Channel channel;
    private final int sizeInBytes;
    private final LongAdder deliveredBytes = new LongAdder();
    private final List<SocketChannel> connections = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closing;

    Load(Peer peer, Wire.Channel channel, int sizeInBytes) {
        this.wire = peer.wire();
        this.server = peer.address();
        this.channel = channel;
        this.sizeInBytes = sizeInBytes;
    }

    /** Connects subscribers that count what they read. */
    Load withSubscribers(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            var connection = subscribed(channel);
            start(() -> count(connection));
        }
        return this;
    }

    /**
     * Connects a subscriber that never reads.
     *
     * @return the port of its own end
     */
    int addStalled() throws IOException {
        return subscribed(channel).socket().getLocalPort();
    }

    /** Connects subscribers of channels that nobody publishes to. */
    Load withIdle(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            subscribed(Wire.Channel.topic("idle." + connections.size()));
        }
        return this;
    }

    /** Connects publishers that begin at once. */
    Load withPublishers(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            var connection = connected(wire.publisher());
            start(() -> publish(connection));
            // Some servers answer; who does not read them is not read in the end.
            start(() -> discard(connection));
        }
        return this;
    }

    private SocketChannel subscribed(Wire.Channel to) throws IOException {
        var connection = connected(wire.subscriber(to));
        var answer = new ByteArrayOutputStream();
        var one = ByteBuffer.allocate(1);
        while (!wire.isSubscribed(answer.toByteArray(), to)) {
            if (connection.read(one.clear()) < 0) {
                throw new EOFException("The server closed after " + answer);
            }
            answer.write(one.get(0));
        }
        return connection;
    }

    private SocketChannel connected(byte[] greeting) throws IOException {
        var connection = SocketChannel.open(server);
        connections.add(connection);
        connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
        write(connection, ByteBuffer.wrap(greeting));
        return connection;
    }

    private static void write(SocketChannel connection, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            connection.write(bytes);
        }
    }

    /** What a thread does with a connection until that is closed. */
    private interface Work {

        void run() throws IOException;
    }

    private void start(Work work) {
        threads.add(
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                work.run();
                            } catch (IOException e) {
                                report(e);
                            }
                        }));
    }

    private void report(IOException failure) {
        if (!closing && !(failure instanceof AsynchronousCloseException)) {
            System.err.println("A connection failed: " + failure);
        }
    }

    private void publish(SocketChannel connection) throws IOException {
        var data = new byte[sizeInBytes];
        Arrays.fill(data, (byte) 'x');
        var message = wire.publish(channel, data);
        int count = Math.max(1, BATCH_BYTES / message.length);
        var batch = ByteBuffer.allocateDirect(count * message.length);
        for (int i = 0; i < count; i++) {
            batch.put(message);
        }
        while (!closing) {
            write(connection, batch.rewind());
        }
    }

    private static void discard(SocketChannel connection) throws IOException {
        var buffer = ByteBuffer.allocateDirect(READ_BYTES);
        while (connection.read(buffer.clear()) >= 0) {
            // Nobody wants it.
        }
    }

    private void count(SocketChannel connection) throws IOException {
        var buffer = ByteBuffer.allocateDirect(READ_BYTES);
        int read = connection.read(buffer);
        while (read >= 0) {
            deliveredBytes.add(read);
            read = connection.read(buffer.clear());
        }
        throw new EOFException("The server closed a subscriber");
    }

    /** Deliveries per second, all subscribers together, after the warm-up. */
    double deliveriesPerSecond(Duration warmUp, Duration measured) {
        LockSupport.parkNanos(warmUp.toNanos());
        long before = deliveredBytes.sum();
        long begin = System.nanoTime();
        LockSupport.parkNanos(measured.toNanos());
        double bytes = deliveredBytes.sum() - before;
        double seconds = (System.nanoTime() - begin) / 1e9;
        return bytes / wire.deliveryBytes(channel, sizeInBytes) / seconds;
    }

    @Override
    public void close() throws IOException {
        closing = true;
        for (var connection : connections) {
            connection.close();
        }
        for (var thread : threads) {
            join(thread);
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
