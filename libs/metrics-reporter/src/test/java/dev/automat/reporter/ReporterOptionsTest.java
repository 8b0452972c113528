package dev.automat.reporter;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReporterOptionsTest {

    private final ReporterOptions options = ReporterOptions.named("orders");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.0.0.1:5555",
                "udp://127.0.0.1:5555",
                "tcp://127.0.0.1",
                "tcp://127.0.0.1:0",
                "tcp://127.0.0.1:65536",
                "tcp://:5555",
                "tcp://a b:5555"
            })
    void refusesAnEndpointThatIsNone(String endpoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withEndpoint(endpoint))
                .withMessageContaining("tcp://127.0.0.1:5555")
                .withMessageContaining("'" + endpoint + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tcp://localhost:1", "tcp://[::1]:5555", "tcp://metrics-collector:65535"})
    void takesNamesAndAddresses(String endpoint) {
        assertThatNoException().isThrownBy(() -> options.withEndpoint(endpoint));
    }

    @Test
    void refusesNamesThatTheCollectorWouldRefuse() {
        assertThatIllegalArgumentException().isThrownBy(() -> ReporterOptions.named(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> ReporterOptions.named("a\nb"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReporterOptions.named("x".repeat(129)))
                .withMessageContaining("has 129");
    }

    @Test
    void refusesWhatIsOutOfBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withInterval(Duration.ofMillis(9)))
                .withMessageContaining("is 9 ms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withBacklog(0))
                .withMessageContaining("is 0");
    }
}
