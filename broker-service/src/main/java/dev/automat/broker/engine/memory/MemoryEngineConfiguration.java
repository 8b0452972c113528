package dev.automat.broker.engine.memory;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Traffic;
import dev.automat.broker.engine.ChannelRules;
import dev.automat.broker.engine.Engine;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the engine that serves unless another takes its place. */
@Configuration(proxyBeanMethods = false)
class MemoryEngineConfiguration {

    @Bean
    Engine memoryEngine(ChannelRules rules, PinnedMemory memory, Traffic traffic) {
        return new MemoryEngine(rules, memory, traffic);
    }
}
