package dev.automat.broker.door.stomp;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The STOMP door.
 *
 * @param address address to listen on; anything but loopback needs automat.security.open
 * @param port TCP port to listen on; 0 picks a free one
 * @param login what clients must send as login, together with passcode; without it everybody is let
 *     in
 * @param passcode what clients must send as passcode
 * @param maxBody largest body of a message, and most that a session's open transactions may hold,
 *     headers included; what is larger is answered with ERROR
 * @param memoryTimeout longest wait, when the pinned memory is at its limit, of a connection that
 *     has sent more than 16 KB of a frame or of open transactions; it is not read meanwhile, and
 *     then closed
 * @param connectTimeout longest wait for a connection's CONNECT
 * @param departedTimeout how long what a publisher that is gone had sent waits for somebody who
 *     takes it; then it is lost
 * @param heartBeat how often both sides should show a sign of life; 0 for never
 * @param prefetch messages that a subscriber with acknowledgements may hold unless it asks for
 *     another prefetch-count
 * @param redeliveries how often a message that was refused, or whose worker was lost, is tried
 *     again; then it goes to /queue/dead/ and the queue's name. With engine nats each broker counts
 *     what came back from its own workers
 * @param maxSubscriptions subscriptions of one session; an id has at most 1,024 bytes, and a longer
 *     one is answered with ERROR
 */
@Validated
@ConfigurationProperties("automat.broker.stomp")
record StompProperties(
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("61613") @Min(0) @Max(65_535) int port,
        @Nullable String login,
        @Nullable String passcode,
        @DefaultValue("16MB") DataSize maxBody,
        @DefaultValue("1m") @DurationMin(millis = 1) Duration memoryTimeout,
        @DefaultValue("10s") @DurationMin(millis = 1) Duration connectTimeout,
        @DefaultValue("1m") @DurationMin(millis = 1) Duration departedTimeout,
        @DefaultValue("10s") @DurationMin(millis = 0) Duration heartBeat,
        @DefaultValue("100") @Min(1) @Max(65_535) int prefetch,
        @DefaultValue("5") @Min(0) int redeliveries,
        @DefaultValue("1000") @Min(1) int maxSubscriptions) {

    private static final DataSize LARGEST_BODY = DataSize.ofMegabytes(1_024);

    StompProperties {
        if (maxBody.toBytes() < 1 || maxBody.compareTo(LARGEST_BODY) > 0) {
            throw new IllegalArgumentException(
                    "automat.broker.stomp.max-body must be 1 byte to 1 GB, is " + maxBody);
        }
        if ((login == null) != (passcode == null)) {
            throw new IllegalArgumentException(
                    "automat.broker.stomp.login and automat.broker.stomp.passcode belong together");
        }
    }

    int maxBodyBytes() {
        return Math.toIntExact(maxBody.toBytes());
    }

    /** Passcodes stay out of logs. */
    @Override
    public String toString() {
        return "StompProperties[address=%s, port=%d]".formatted(address, port);
    }
}
