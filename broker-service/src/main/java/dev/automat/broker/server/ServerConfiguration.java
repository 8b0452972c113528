package dev.automat.broker.server;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.engine.Engine;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what the doors share. */
@Configuration(proxyBeanMethods = false)
class ServerConfiguration {

    @Bean
    Connections connections() {
        return new Connections();
    }

    @Bean
    Refusals refusals() {
        return new Refusals();
    }

    @Bean
    BrokerServer brokerServer(
            ServerProperties properties,
            List<Door> doors,
            Connections connections,
            Refusals refusals,
            Engine engine,
            PinnedMemory memory) {
        return new BrokerServer(properties, doors, connections, refusals, engine, memory);
    }
}
