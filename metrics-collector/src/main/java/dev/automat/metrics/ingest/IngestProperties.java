package dev.automat.metrics.ingest;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where samples come in.
 *
 * @param sub where PUB sockets connect
 * @param pull where PUSH sockets connect
 * @param maxConnections connections of each of the two; a further one is closed at once
 */
@Validated
@ConfigurationProperties("automat.metrics")
record IngestProperties(
        @DefaultValue @Valid Sub sub,
        @DefaultValue @Valid Pull pull,
        @DefaultValue("8192") @Min(1) int maxConnections) {

    /**
     * The listener for PUB sockets.
     *
     * @param address host name or address to bind
     * @param port TCP port; 0 picks a free one
     * @param security who may connect
     */
    record Sub(
            @DefaultValue("127.0.0.1") @NotNull String address,
            @DefaultValue("5555") @Min(0) @Max(65_535) int port,
            @DefaultValue SecurityProperties security) {}

    /**
     * The listener for PUSH sockets.
     *
     * @param address host name or address to bind
     * @param port TCP port; 0 picks a free one
     * @param security who may connect
     */
    record Pull(
            @DefaultValue("127.0.0.1") @NotNull String address,
            @DefaultValue("5558") @Min(0) @Max(65_535) int port,
            @DefaultValue SecurityProperties security) {}
}
