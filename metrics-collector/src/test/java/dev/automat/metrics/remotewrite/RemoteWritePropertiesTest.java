package dev.automat.metrics.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RemoteWritePropertiesTest {

    @Test
    void refusesAnAddressThatCannotBeWrittenTo() {
        for (var url :
                new String[] {"", "prometheus:9090/api/v1/write", "file:///tmp/x", "http:/x"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> properties(url))
                    .withMessageContaining("automat.metrics.remote-write.url");
        }
    }

    @Test
    void neverPrintsWhatLetsOneIn() {
        assertThat(properties("http://user:word@store/api/v1/write").toString())
                .doesNotContain("word", "secret");
    }

    private static RemoteWriteProperties properties(String url) {
        var second = Duration.ofSeconds(1);
        return new RemoteWriteProperties(
                URI.create(url), "secret", 1, 1, second, second, second, second);
    }
}
