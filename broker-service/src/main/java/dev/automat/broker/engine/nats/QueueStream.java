package dev.automat.broker.engine.nats;

import dev.automat.broker.channel.ChannelName;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.MessageHandler;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;

/**
 * The stream in which messages of all queues wait, and its consumers: one for each queue, shared by
 * all brokers. Each call asks NATS and waits for its answer.
 */
final class QueueStream {

    /** JetStream's code for a stream that is there with other settings. */
    private static final int STREAM_DIFFERS = 10_058;

    /** A message that is sent again comes well within it. */
    private static final Duration DUPLICATE_WINDOW = Duration.ofMinutes(2);

    private final NatsProperties properties;

    QueueStream(NatsProperties properties) {
        this.properties = properties;
    }

    /** Makes the stream, or gives the one there is these bounds. */
    void ensure(Session session) throws IOException, JetStreamApiException {
        var wanted =
                StreamConfiguration.builder()
                        .name(properties.stream())
                        .subjects(Subjects.QUEUE_PREFIX + ">")
                        .retentionPolicy(RetentionPolicy.WorkQueue)
                        .storageType(StorageType.File)
                        .discardPolicy(DiscardPolicy.New)
                        .discardNewPerSubject(true)
                        .maxMessagesPerSubject(properties.queueMessages())
                        .maxBytes(properties.streamBytes().toBytes())
                        .duplicateWindow(DUPLICATE_WINDOW)
                        .replicas(properties.replicas())
                        .build();
        try {
            var _ = session.management().addStream(wanted);
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != STREAM_DIFFERS) {
                throw e;
            }
            var _ = session.management().updateStream(wanted);
        }
    }

    /** Makes the consumer of a queue, unless it is there, and receives from it when asked to. */
    JetStreamSubscription subscribe(Session session, ChannelName queue, MessageHandler handler)
            throws IOException, JetStreamApiException {
        ensureConsumer(session, queue);
        return session.jetStream()
                .subscribe(
                        null,
                        session.queues(),
                        handler,
                        PullSubscribeOptions.bind(properties.stream(), consumerOf(queue)));
    }

    /** Makes the consumer of a queue, unless it is there. */
    void ensureConsumer(Session session, ChannelName queue)
            throws IOException, JetStreamApiException {
        var wanted =
                ConsumerConfiguration.builder()
                        .durable(consumerOf(queue))
                        .filterSubject(Subjects.of(queue))
                        .deliverPolicy(DeliverPolicy.All)
                        .ackPolicy(AckPolicy.Explicit)
                        .ackWait(properties.ackWait())
                        .maxAckPending(properties.maxUnsettled())
                        .inactiveThreshold(properties.idleQueue())
                        .build();
        var _ = session.management().addOrUpdateConsumer(properties.stream(), wanted);
    }

    /** A queue's name may be longer than a consumer's, and hold what that may not. */
    static String consumerOf(ChannelName queue) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(queue.toBytes());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
