package dev.automat.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuitePropertiesTest {

    private static final URI LOOPBACK = URI.create("http://127.0.0.1:8000");

    @Test
    void showsBrowsersTheLinkOrElseTheUrl() {
        var link = URI.create("https://patrons.example/");

        assertThat(new Instance("one", LOOPBACK, link).browserUrl()).isEqualTo(link);
        assertThat(new Instance("two", LOOPBACK, null).browserUrl()).isEqualTo(LOOPBACK);
    }

    @Test
    void refusesAnInstanceWithoutAName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Instance(" ", LOOPBACK, null))
                .withMessageContaining("automat.dashboard.instances")
                .withMessageContaining("http://127.0.0.1:8000");
    }

    @Test
    void refusesAnAddressThatIsNoWebAddress() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Instance("one", URI.create("file:///etc/passwd"), null))
                .withMessageContaining("must be http or https");
    }

    @Test
    void refusesTwoInstancesOfOneName() {
        var one = new Instance("one", LOOPBACK, null);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SuiteProperties(List.of(one, one)))
                .withMessageContaining("share a name");
    }
}
