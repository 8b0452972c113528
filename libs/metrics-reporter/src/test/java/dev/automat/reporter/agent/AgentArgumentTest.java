package dev.automat.reporter.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.automat.reporter.ReporterOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentArgumentTest {

    @ParameterizedTest
    @CsvSource({
        "org.example.Orders --port 1, Orders",
        "/opt/apps/orders-1.0.jar, orders-1.0",
        "Orders, Orders",
        "'', application",
        ", application",
    })
    void theSeriesHasTheNameOfWhatRuns(@Nullable String command, String name) {
        assertThat(AgentArgument.options(null, command).name()).isEqualTo(name);
        assertThat(AgentArgument.options(" ", command).name()).isEqualTo(name);
    }

    @Test
    void aSingleWordIsTheName() {
        assertThat(AgentArgument.options("orders", "Main"))
                .extracting(ReporterOptions::name, ReporterOptions::endpoint)
                .containsExactly("orders", ReporterOptions.DEFAULT_ENDPOINT);
    }

    @Test
    void endpointAndIntervalCanBeSaid() {
        var options = AgentArgument.options("name=a, endpoint=tcp://host:1,interval=PT5S", "Main");

        assertThat(options.name()).isEqualTo("a");
        assertThat(options.endpoint()).isEqualTo("tcp://host:1");
        assertThat(options.interval()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"colour=red", "interval=5", "interval=PT0S", "endpoint=host", "name="})
    void whatIsWrongIsSaid(String argument) {
        assertThatThrownBy(() -> AgentArgument.options(argument, "Main"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
