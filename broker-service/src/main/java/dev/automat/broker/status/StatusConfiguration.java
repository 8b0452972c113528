package dev.automat.broker.status;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Traffic;
import dev.automat.broker.engine.Engine;
import dev.automat.broker.server.Connections;
import dev.automat.broker.server.Refusal;
import dev.automat.broker.server.Refusals;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wires the rates, and the metrics: of the broker as a whole, for names of channels are endless.
 */
@Configuration(proxyBeanMethods = false)
class StatusConfiguration {

    @Bean
    LiveRates liveRates(
            Engine engine, Traffic traffic, PinnedMemory memory, Connections connections) {
        return new LiveRates(
                new RateMeter(engine, traffic, memory, connections, Clock.systemUTC()));
    }

    @Bean
    MeterBinder trafficMetrics(Traffic traffic) {
        return registry -> {
            FunctionCounter.builder("automat.broker.messages", traffic, Traffic::in)
                    .tag("direction", "in")
                    .description("Messages accepted by channels and written to subscribers")
                    .register(registry);
            FunctionCounter.builder("automat.broker.messages", traffic, Traffic::out)
                    .tag("direction", "out")
                    .description("Messages accepted by channels and written to subscribers")
                    .register(registry);
            FunctionCounter.builder("automat.broker.messages.dropped", traffic, Traffic::dropped)
                    .description("Messages that slow subscribers lost")
                    .register(registry);
            FunctionCounter.builder(
                            "automat.broker.deadletters.lost", traffic, Traffic::deadLettersLost)
                    .description("Dead letters for which there was no room")
                    .register(registry);
            FunctionCounter.builder(
                            "automat.broker.messages.swallowed", traffic, Traffic::swallowed)
                    .description("Messages to /null and empty ones")
                    .register(registry);
        };
    }

    @Bean
    MeterBinder stateMetrics(LiveRates rates, PinnedMemory memory, Connections connections) {
        return registry -> {
            Gauge.builder("automat.broker.connections", connections, Connections::size)
                    .description("Open connections")
                    .register(registry);
            Gauge.builder("automat.broker.channels", rates, live -> live.latest().channels().size())
                    .description("Channels in use")
                    .register(registry);
            Gauge.builder(
                            "automat.broker.waiting",
                            rates,
                            live -> live.latest().summary().waiting())
                    .description("Messages not handed to a connection yet")
                    .register(registry);
            Gauge.builder("automat.broker.pinned", memory, PinnedMemory::pinned)
                    .baseUnit("bytes")
                    .description("Bytes that messages keep in memory")
                    .register(registry);
        };
    }

    @Bean
    MeterBinder refusalMetrics(Refusals refusals) {
        return registry -> {
            for (var refusal : Refusal.values()) {
                FunctionCounter.builder("automat.broker.refusals", refusals, r -> r.count(refusal))
                        .tag("reason", refusal.tag())
                        .description("Connections closed by the broker, by reason")
                        .register(registry);
            }
        };
    }
}
