package dev.automat.broker.engine.nats;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The engine that shares channels with other brokers over NATS; without effect unless
 * automat.broker.engine is nats.
 *
 * @param url servers of NATS, separated by commas; when one begins with tls:// all are spoken to
 *     over TLS
 * @param sslBundle name of the SSL bundle (spring.ssl.bundle) that says whom to trust, and which
 *     certificate to show; all servers are then spoken to over TLS, and must be who the url says.
 *     With tls:// and no bundle, the authorities that Java knows are trusted
 * @param user name to log in with; none when left out
 * @param password password to log in with
 * @param token what to log in with in place of a name and a password
 * @param connectTimeout how long one attempt to connect may take
 * @param retryPause pause between attempts to connect, and before what JetStream refused is tried
 *     again for the first time; later tries wait longer, up to a second
 * @param publishTimeout how long JetStream may take to confirm a message before it is sent again,
 *     under the same id, so that it is not kept twice
 * @param window bytes of messages on their way to NATS and not confirmed; at the limit publishers
 *     are held
 * @param stream the stream in which messages of queues wait; all brokers that share channels name
 *     the same
 * @param streamBytes bytes of all messages in the stream; at the limit publishers are held
 * @param queueMessages messages that may wait in one queue, in all brokers together; at the limit
 *     its publishers are held
 * @param replicas servers of a NATS cluster that keep a copy of the stream
 * @param workerCredit messages that a worker without acknowledgements may have been given and not
 *     been written; one with acknowledgements has its prefetch-count
 * @param maxUnsettled messages of one queue that all workers of all brokers may hold together
 * @param ackWait how soon messages that a lost broker held come back; brokers renew their hold
 *     three times in that time
 * @param idleQueue how long NATS remembers who reads a queue that nobody reads; its messages are
 *     kept in any case
 */
@Validated
@ConfigurationProperties("automat.broker.nats")
record NatsProperties(
        @DefaultValue("nats://127.0.0.1:4222") @NotBlank String url,
        @Nullable String sslBundle,
        @Nullable String user,
        @Nullable String password,
        @Nullable String token,
        @DefaultValue("2s") @DurationMin(millis = 1) Duration connectTimeout,
        @DefaultValue("250ms") @DurationMin(millis = 1) Duration retryPause,
        @DefaultValue("5s") @DurationMin(millis = 100) Duration publishTimeout,
        @DefaultValue("8MB") DataSize window,
        @DefaultValue("automat-queues") @Pattern(regexp = "[A-Za-z0-9_-]{1,64}") String stream,
        @DefaultValue("1GB") DataSize streamBytes,
        @DefaultValue("100000") @Min(1) long queueMessages,
        @DefaultValue("1") @Min(1) @Max(5) int replicas,
        @DefaultValue("64") @Min(1) @Max(65_535) int workerCredit,
        @DefaultValue("100000") @Min(1) long maxUnsettled,
        @DefaultValue("30s") @DurationMin(millis = 500) Duration ackWait,
        @DefaultValue("1h") @DurationMin(seconds = 10) Duration idleQueue) {

    NatsProperties {
        if (url.contains("opentls:")) {
            throw new IllegalArgumentException(
                    "automat.broker.nats.url must not have opentls://, which trusts anybody;"
                            + " use tls:// and an ssl-bundle");
        }
        if (window.toBytes() < 1 || streamBytes.toBytes() < 1) {
            throw new IllegalArgumentException(
                    "automat.broker.nats.window and stream-bytes must be at least 1 byte, are %d and %d"
                            .formatted(window.toBytes(), streamBytes.toBytes()));
        }
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException(
                    "automat.broker.nats.user and password must be set together");
        }
        if (user != null && token != null) {
            throw new IllegalArgumentException(
                    "automat.broker.nats.token is in place of user and password, not beside them");
        }
    }

    /** Secrets stay out of logs, also those in addresses. */
    @Override
    public String toString() {
        return "NatsProperties[stream=%s]".formatted(stream);
    }
}
