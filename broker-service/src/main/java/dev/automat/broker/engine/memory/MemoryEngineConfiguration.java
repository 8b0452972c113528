package dev.automat.broker.engine.memory;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Traffic;
import dev.automat.broker.engine.Engine;
import io.netty.util.internal.PlatformDependent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the engine and the account of the memory it pins. */
@Configuration(proxyBeanMethods = false)
class MemoryEngineConfiguration {

    @Bean
    PinnedMemory pinnedMemory(ChannelProperties properties) {
        long ceiling = properties.pinnedMemory().toBytes();
        long available = PlatformDependent.maxDirectMemory();
        if (ceiling < 1 || ceiling >= available) {
            throw new IllegalArgumentException(
                    ("automat.broker.channels.pinned-memory must be 1 to %d bytes, less than the"
                                    + " JVM's direct memory (-Xmx or -XX:MaxDirectMemorySize), is"
                                    + " %d")
                            .formatted(available - 1, ceiling));
        }
        return new PinnedMemory(ceiling);
    }

    @Bean
    Traffic traffic() {
        return new Traffic();
    }

    @Bean
    Engine memoryEngine(ChannelProperties properties, PinnedMemory memory, Traffic traffic) {
        return new MemoryEngine(properties.limits(), memory, traffic);
    }
}
