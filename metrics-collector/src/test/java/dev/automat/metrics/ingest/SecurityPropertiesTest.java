package dev.automat.metrics.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.automat.zmtp.wire.CurveKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecurityPropertiesTest {

    private static final String KEY = CurveKey.random().z85();

    @Test
    void asksForKeysOrAPasswordOrNothing() {
        assertThat(new SecurityProperties(KEY, List.of(KEY), null, null).mechanism().wireName())
                .isEqualTo("CURVE");
        assertThat(new SecurityProperties(null, List.of(), "ann", "x").mechanism().wireName())
                .isEqualTo("PLAIN");
        assertThat(new SecurityProperties(null, List.of(), null, null).mechanism().wireName())
                .isEqualTo("NULL");
    }

    @Test
    void whatLetsNobodyInOrEveryoneStopsTheStart() {
        assertThatThrownBy(() -> new SecurityProperties(KEY, List.of(), null, null))
                .hasMessageContaining("allowed-keys");
        assertThatThrownBy(() -> new SecurityProperties(null, List.of(KEY), null, null))
                .hasMessageContaining("secret-key");
        assertThatThrownBy(() -> new SecurityProperties(null, List.of(), "ann", null))
                .hasMessageContaining("password");
        assertThatThrownBy(() -> new SecurityProperties(KEY, List.of(KEY), "ann", "x"))
                .hasMessageContaining("not both");
        assertThatThrownBy(() -> new SecurityProperties("short", List.of(KEY), null, null))
                .hasMessageContaining("40 characters");
    }

    @Test
    void secretsAreNeverPrinted() {
        assertThat(new SecurityProperties(KEY, List.of(KEY), null, null).toString())
                .doesNotContain(KEY);
        assertThat(new SecurityProperties(null, List.of(), "ann", "hush").toString())
                .doesNotContain("hush");
    }
}
