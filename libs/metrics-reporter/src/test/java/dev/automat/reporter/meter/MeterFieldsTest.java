package dev.automat.reporter.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MeterFieldsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong nanos = new AtomicLong(1);

    @Test
    void aGaugeIsItsValueAddedUpOverItsTags() {
        registry.gauge("queue.size", Tags.of("q", "a"), 3);
        registry.gauge("queue.size", Tags.of("q", "b"), 4);

        assertThat(fields("queue.size").get()).hasToString("{queue.size=7.0}");
    }

    @Test
    void aCounterAndATimerAreWhatWasCountedInASecond() {
        var fields = fields("orders", "http");
        registry.counter("orders").increment(100);
        registry.timer("http").record(Duration.ofMillis(5));
        assertThat(fields.get()).hasToString("{orders=0.0, http=0.0}");

        registry.counter("orders").increment(10);
        registry.timer("http", "path", "/").record(Duration.ofMillis(5));
        nanos.addAndGet(2_000_000_000L);

        assertThat(fields.get()).hasToString("{orders=5.0, http=0.5}");
    }

    @Test
    void aNameWithoutAMeterIsLeftOut() {
        assertThat(fields("nothing").get()).isEmpty();
    }

    private MeterFields fields(String... names) {
        return new MeterFields(registry, List.of(names), nanos::get);
    }
}
