package dev.automat.broker.engine.nats;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Traffic;
import dev.automat.broker.engine.ChannelRules;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Wires the engine on NATS, of which nothing is loaded unless it is asked for. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "automat.broker.engine", havingValue = "nats")
class NatsEngineConfiguration {

    @Bean
    @Primary
    NatsEngine natsEngine(
            NatsProperties properties,
            SslBundles bundles,
            ChannelRules rules,
            PinnedMemory memory,
            Traffic traffic) {
        var access = new NatsAccess(properties, bundles);
        return new NatsEngine(properties, access, rules, memory, traffic);
    }

    @Bean
    NatsHealthIndicator natsHealthIndicator(NatsEngine engine) {
        return new NatsHealthIndicator(engine.link());
    }

    @Bean
    MeterBinder natsMetrics(NatsEngine engine) {
        return registry -> {
            Gauge.builder("automat.broker.nats.usable", engine, NatsEngineConfiguration::usable)
                    .description("1 while NATS can be used, 0 while publishers wait for it")
                    .register(registry);
            Gauge.builder("automat.broker.nats.owed", engine, NatsEngine::owed)
                    .description("Messages of queues that workers here have and have not settled")
                    .register(registry);
            count(engine, "published", of -> of.outbox().published())
                    .description("Messages handed to NATS, those of queues once confirmed")
                    .register(registry);
            count(engine, "refused", of -> of.outbox().refused())
                    .description("Messages that JetStream did not take; they are sent again")
                    .register(registry);
            count(engine, "overrun", NatsEngine::overrun)
                    .description("Messages of topics lost for want of memory or of room in all")
                    .register(registry);
            count(engine, "losses", of -> of.link().losses())
                    .description("How often the connection was lost")
                    .register(registry);
            count(engine, "errors", of -> of.link().errors())
                    .description("Failures that NATS or its client reported")
                    .register(registry);
        };
    }

    private static double usable(NatsEngine engine) {
        return engine.link().usable() == null ? 0 : 1;
    }

    private static FunctionCounter.Builder<NatsEngine> count(
            NatsEngine engine, String what, ToDoubleFunction<NatsEngine> count) {
        return FunctionCounter.builder("automat.broker.nats." + what, engine, count);
    }
}
