package dev.automat.patron.cache;

import dev.automat.patron.changefeed.CoherenceProperties;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the cache of an instance. */
@Configuration(proxyBeanMethods = false)
class CacheConfiguration {

    /** Lines of the protocol to leave out: tests have one, nothing else can. */
    record LeftOut(Set<ProtocolLine> lines) {}

    @Bean
    CacheStatistics cacheStatistics(MeterRegistry meters) {
        var statistics = new CacheStatistics();
        statistics.publishTo(meters);
        return statistics;
    }

    @Bean
    CoherentCache coherentCache(
            CoherenceProperties properties,
            CacheStatistics statistics,
            ObjectProvider<LeftOut> leftOut,
            MeterRegistry meters) {
        var lines = leftOut.getIfAvailable(() -> new LeftOut(Set.of())).lines();
        var cache = new CoherentCache(properties.bound(), statistics, lines);
        Gauge.builder("patron.cache.proven.age", () -> cache.provenAge() / 1e9)
                .description("How long ago the last heartbeat heard was sent; negative for none")
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("patron.cache.serving", () -> cache.isServing() ? 1 : 0)
                .description("1 while the cache answers, 0 while it is by-passed")
                .register(meters);
        return cache;
    }
}
