package dev.automat.metrics.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AppsTest {

    private final Instant start = Instant.parse("2026-01-01T12:00:00Z");
    private final Apps apps = new Apps(3);

    @Test
    void givesTheServicesNameToOneInstanceAtATime() {
        assertThat(nameOf("a", 0)).isEqualTo("orders");
        assertThat(nameOf("627cc493-f310-47de-96bd-71410b7dec09", 5)).isEqualTo("orders@627cc493");
        assertThat(nameOf("a", 10)).isEqualTo("orders");
        assertThat(nameOf("627cc493-f310-47de-96bd-71410b7dec09", 15)).isEqualTo("orders@627cc493");
    }

    @Test
    void givesTheNameToTheOneThatBeginsWhenTheFirstIsLate() {
        assertThat(nameOf("a", 0)).isEqualTo("orders");
        assertThat(nameOf("a", 10)).isEqualTo("orders");
        assertThat(nameOf("b", 20)).isEqualTo("orders@b");
        assertThat(nameOf("c", 22)).isEqualTo("orders");
    }

    @Test
    void forgetsTheSilentAndTakesNoMoreThanItsBound() {
        assertThat(nameOf("a", 0)).isNotNull();
        assertThat(nameOf("b", 1)).isNotNull();
        assertThat(nameOf("c", 2)).isNotNull();
        assertThat(nameOf("d", 3)).isNull();

        assertThat(nameOf("d", 301)).isNotNull();
    }

    private @Nullable String nameOf(String instance, long second) {
        var identity = new Identity("orders", instance, 0, "");
        var app = apps.find(identity, start.plusSeconds(second));
        return app == null ? null : app.name();
    }
}
