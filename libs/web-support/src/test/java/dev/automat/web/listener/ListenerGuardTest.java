package dev.automat.web.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerGuardTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.9", "::1", "localhost"})
    void letsLoopbackPass(String address) {
        assertThat(new ListenerGuard(false).permit("p", address).isLoopbackAddress()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "", " ", "192.0.2.1"})
    void stopsAListenerThatOthersCanReach(String address) {
        var guard = new ListenerGuard(false);

        assertThatThrownBy(() -> guard.permit("server.address", address))
                .isInstanceOf(OpenListenerException.class)
                .hasMessageContaining("server.address");
    }

    @Test
    void letsEveryAddressPassWhenAccessIsDeclaredOpen() {
        assertThat(new ListenerGuard(true).permit("p", "0.0.0.0").isAnyLocalAddress()).isTrue();
    }

    @Test
    void saysHowToGoOn() {
        var failure = new OpenListenerException("server.address", "0.0.0.0");

        var analysis = new OpenListenerFailureAnalyzer().analyze(failure);

        assertThat(analysis).isNotNull();
        assertThat(analysis.getAction()).contains("automat.security.open=true");
    }
}
