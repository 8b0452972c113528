package dev.automat.bench.broker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishers that write flat out and subscribers that count. Frames are built once and written in
 * batches, and counted by their bytes, so that the load costs little beside the server.
 *
 * @param publishers connections that publish
 * @param subscribers connections that subscribe
 * @param sizeInBytes data of one message, without its header
 * @param channel name of the channel; one that starts with {@code /queue} is point to point
 */
record FrameLoad(int publishers, int subscribers, int sizeInBytes, String channel) {

    private static final int BATCH_IN_BYTES = 128 * 1024;
    private static final int READ_IN_BYTES = 512 * 1024;

    /**
     * Runs the load once.
     *
     * @return deliveries per second, all subscribers together, after the warm-up
     */
    double deliveriesPerSecond(InetSocketAddress server, Duration warmUp, Duration measured)
            throws IOException, InterruptedException {
        var delivered = new LongAdder();
        var ends = new AtomicBoolean();
        var connections = new ArrayList<SocketChannel>();
        var threads = new ArrayList<Thread>();
        try {
            for (int i = 0; i < subscribers; i++) {
                var connection = connect(server, channel, connections);
                threads.add(Thread.ofPlatform().start(() -> count(connection, delivered)));
            }
            for (int i = 0; i < publishers; i++) {
                var connection = connect(server, "/null", connections);
                threads.add(Thread.ofPlatform().start(() -> publish(connection, ends)));
            }
            LockSupport.parkNanos(warmUp.toNanos());
            long before = delivered.sum();
            long begin = System.nanoTime();
            LockSupport.parkNanos(measured.toNanos());
            double bytes = delivered.sum() - before;
            double seconds = (System.nanoTime() - begin) / 1e9;
            return bytes / (4 + sizeInBytes) / seconds;
        } finally {
            ends.set(true);
            for (var connection : connections) {
                connection.close();
            }
            for (var thread : threads) {
                thread.join();
            }
        }
    }

    private static SocketChannel connect(
            InetSocketAddress server, String subscription, List<SocketChannel> connections)
            throws IOException {
        var connection = SocketChannel.open(server);
        connections.add(connection);
        connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
        var name = subscription.getBytes(StandardCharsets.UTF_8);
        connection.write(ByteBuffer.allocate(4 + name.length).putInt(name.length).put(name).flip());
        return connection;
    }

    private void publish(SocketChannel connection, AtomicBoolean ends) {
        var batch = batch();
        try {
            while (!ends.get()) {
                batch.rewind();
                while (batch.hasRemaining()) {
                    connection.write(batch);
                }
            }
        } catch (IOException e) {
            reportUnlessClosed("publisher", e);
        }
    }

    private ByteBuffer batch() {
        var name = channel.getBytes(StandardCharsets.UTF_8);
        int pair = 8 + name.length + sizeInBytes;
        int pairs = Math.max(1, BATCH_IN_BYTES / pair);
        var batch = ByteBuffer.allocateDirect(pairs * pair);
        for (int i = 0; i < pairs; i++) {
            batch.putInt(name.length).put(name).putInt(sizeInBytes).put(new byte[sizeInBytes]);
        }
        return batch;
    }

    private static void count(SocketChannel connection, LongAdder delivered) {
        var buffer = ByteBuffer.allocateDirect(READ_IN_BYTES);
        try {
            for (int read = connection.read(buffer); read >= 0; read = connection.read(buffer)) {
                delivered.add(read);
                buffer.clear();
            }
        } catch (IOException e) {
            reportUnlessClosed("subscriber", e);
        }
    }

    private static void reportUnlessClosed(String who, IOException failure) {
        if (!(failure instanceof AsynchronousCloseException)) {
            System.err.println("A " + who + " failed: " + failure);
        }
    }
}
