package dev.automat.broker.door.frames;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The frames door.
 *
 * @param address address to listen on; anything but loopback needs automat.security.open
 * @param port TCP port to listen on; 0 picks a free one
 * @param maxFrame largest data of a message; a header that announces more closes the connection
 * @param maxName longest channel name in bytes; a header that announces more closes the connection
 * @param firstFrameTimeout longest wait for a connection's first frame
 * @param frameTimeout longest time from the first byte of a later frame to its last, while the
 *     connection is read
 * @param leaveTimeout longest time for writing what is left to a peer that said good-bye
 * @param departedTimeout how long messages of a publisher that is gone wait outside their channel
 *     for somebody who takes them; then they are lost
 */
@Validated
@ConfigurationProperties("automat.broker.frames")
record FramesProperties(
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("25000") @Min(0) @Max(65_535) int port,
        @DefaultValue("16MB") DataSize maxFrame,
        @DefaultValue("1024") @Min(1) @Max(65_535) int maxName,
        @DefaultValue("10s") @DurationMin(millis = 1) Duration firstFrameTimeout,
        @DefaultValue("1m") @DurationMin(millis = 1) Duration frameTimeout,
        @DefaultValue("10s") @DurationMin(millis = 1) Duration leaveTimeout,
        @DefaultValue("1m") @DurationMin(millis = 1) Duration departedTimeout) {

    private static final DataSize LARGEST_FRAME = DataSize.ofMegabytes(1_024);

    FramesProperties {
        if (maxFrame.toBytes() < 1 || maxFrame.compareTo(LARGEST_FRAME) > 0) {
            throw new IllegalArgumentException(
                    "automat.broker.frames.max-frame must be 1 byte to 1 GB, is " + maxFrame);
        }
    }

    int maxFrameBytes() {
        return Math.toIntExact(maxFrame.toBytes());
    }
}
