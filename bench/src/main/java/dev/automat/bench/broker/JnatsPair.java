package dev.automat.bench.broker;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.MessageConsumer;
import io.nats.client.Nats;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * NATS's Java client without a broker between: one publishes to a work queue of JetStream, with as
 * many bytes unconfirmed as the broker allows itself, one works and acknowledges each message.
 */
final class JnatsPair implements AutoCloseable {

    private static final String STREAM = "bench-queue";
    private static final String SUBJECT = "bench.queue";
    private static final int UNCONFIRMED_BYTES = 8 * 1_024 * 1_024;
    private static final int WAITING_MESSAGES = 100_000;
    private static final int PATIENCE_MILLIS = 100;

    private final byte[] data;
    private final Semaphore unconfirmed;
    private final Connection publisher;
    private final Connection worker;
    private final LongAdder delivered = new LongAdder();
    private volatile boolean ending;

    JnatsPair(InetSocketAddress nats, int sizeInBytes) throws IOException {
        data = new byte[sizeInBytes];
        unconfirmed = new Semaphore(UNCONFIRMED_BYTES / sizeInBytes);
        var url = "nats://%s:%d".formatted(nats.getAddress().getHostAddress(), nats.getPort());
        try {
            publisher = Nats.connect(url);
            worker = Nats.connect(url);
            var _ = worker.jetStreamManagement().addStream(stream());
        } catch (JetStreamApiException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Bounded as the broker's queues are. */
    private static StreamConfiguration stream() {
        return StreamConfiguration.builder()
                .name(STREAM)
                .subjects(SUBJECT)
                .retentionPolicy(RetentionPolicy.WorkQueue)
                .storageType(StorageType.File)
                .discardPolicy(DiscardPolicy.New)
                .maxMessages(WAITING_MESSAGES)
                .build();
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException(e);
    }

    /** Messages worked on per second, after the warm-up. */
    double deliveriesPerSecond(Duration warmUp, Duration measured) throws IOException {
        try {
            var working = working();
            ending = false;
            var publishing = Thread.ofPlatform().start(this::publish);
            double rate = rate(warmUp, measured);
            ending = true;
            publishing.join();
            working.close();
            return rate;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private double rate(Duration warmUp, Duration measured) {
        LockSupport.parkNanos(warmUp.toNanos());
        long before = delivered.sum();
        long begin = System.nanoTime();
        LockSupport.parkNanos(measured.toNanos());
        double messages = delivered.sum() - before;
        return messages / ((System.nanoTime() - begin) / 1e9);
    }

    private MessageConsumer working() throws IOException, JetStreamApiException {
        var consumer =
                ConsumerConfiguration.builder()
                        .durable("worker")
                        .maxAckPending(WAITING_MESSAGES)
                        .build();
        return worker.getStreamContext(STREAM).createOrUpdateConsumer(consumer).consume(this::work);
    }

    private void work(Message message) {
        message.ack();
        delivered.increment();
    }

    private void publish() {
        try {
            var jetStream = publisher.jetStream();
            while (!ending) {
                if (unconfirmed.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                    var _ =
                            jetStream
                                    .publishAsync(SUBJECT, data)
                                    .whenComplete((_, _) -> unconfirmed.release());
                }
            }
        } catch (IOException e) {
            System.err.println("A publisher failed: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            publisher.close();
            worker.close();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }
}
