package dev.automat.broker.engine;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Traffic;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netty.util.internal.PlatformDependent;
import java.util.function.ToDoubleFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what every engine needs: bounds, and the accounts of messages and of pinned memory. */
@Configuration(proxyBeanMethods = false)
class ChannelConfiguration {

    @Bean
    PinnedMemory pinnedMemory(ChannelProperties properties) {
        long available = PlatformDependent.maxDirectMemory();
        long stated = properties.pinnedMemory().toBytes();
        long ceiling = stated == 0 ? available / 4 : stated;
        if (ceiling < 1 || ceiling >= available) {
            throw new IllegalArgumentException(
                    ("automat.broker.channels.pinned-memory must be 0 to %d bytes, less than the"
                                    + " JVM's direct memory (-Xmx or -XX:MaxDirectMemorySize), is"
                                    + " %d")
                            .formatted(available - 1, stated));
        }
        return new PinnedMemory(ceiling);
    }

    @Bean
    Traffic traffic() {
        return new Traffic();
    }

    @Bean
    ChannelRules channelRules(ChannelProperties properties, Traffic traffic) {
        return properties.toRules(traffic);
    }

    @Bean
    MeterBinder ruleMetrics(ChannelRules rules) {
        return registry -> {
            for (var rule : rules.all()) {
                count(registry, rule, "in", Traffic::in);
                count(registry, rule, "out", Traffic::out);
                count(registry, rule, "dropped", Traffic::dropped);
                count(registry, rule, "dead-letters-lost", Traffic::deadLettersLost);
            }
        };
    }

    private static void count(
            MeterRegistry registry,
            ChannelRules.Rule rule,
            String what,
            ToDoubleFunction<Traffic> count) {
        FunctionCounter.builder("automat.broker.pattern.messages", rule.traffic(), count)
                .tag("pattern", rule.pattern().toString())
                .tag("what", what)
                .description("Messages by configured pattern of channels and what became of them")
                .register(registry);
    }
}
