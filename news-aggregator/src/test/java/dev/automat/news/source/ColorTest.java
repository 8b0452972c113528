package dev.automat.news.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColorTest {

    private static final Color WHITE = Color.of("#ffffff");
    private static final Color BLACK = Color.of("#000000");

    @Test
    void measuresContrastAsWcagDoes() {
        assertThat(WHITE.contrast(BLACK)).isEqualTo(21, within(0.01));
        assertThat(Color.of("#767676").contrast(WHITE)).isEqualTo(4.54, within(0.01));
    }

    @ParameterizedTest
    @ValueSource(strings = {"#ffff00", "#fa9000", "#000000", "#ffffff", "#cc0000", "#161922"})
    void standsOutFromLightAndDark(String hex) {
        for (var background : new Color[] {WHITE, Color.of("#161922")}) {
            var shade = Color.of(hex).standingOutFrom(background, 3);

            assertThat(shade.contrast(background)).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void leavesAColourAloneThatStandsOutAlready() {
        assertThat(Color.of("#cc0000").standingOutFrom(WHITE, 3).hex()).isEqualTo("#cc0000");
    }
}
