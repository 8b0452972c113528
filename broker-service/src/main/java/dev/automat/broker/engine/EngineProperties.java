package dev.automat.broker.engine;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What moves the messages.
 *
 * @param engine memory, which keeps channels in this process; or nats, by which several brokers
 *     share channels, and messages of queues outlive a broker
 */
@ConfigurationProperties("automat.broker")
record EngineProperties(@DefaultValue("memory") Kind engine) {

    /** The engines there are. */
    enum Kind {
        MEMORY,
        NATS
    }
}
