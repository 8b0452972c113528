package dev.automat.broker.door.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StompVersionTest {

    private static final String NAME = "a:b";
    private static final String VALUE = "C:\\temp\n\r.";

    private static String line(StompVersion version) {
        var text = new StringBuilder();
        version.line(text, NAME, VALUE);
        return text.toString();
    }

    @Test
    void eachEscapesWhatItKnowsAndSaysTheRestAsItCan() {
        assertThat(line(StompVersion.V1_0)).isEqualTo("a b:C:\\temp \r.\n");
        assertThat(line(StompVersion.V1_1)).isEqualTo("a\\cb:C\\c\\\\temp\\n\r.\n");
        assertThat(line(StompVersion.V1_2)).isEqualTo("a\\cb:C\\c\\\\temp\\n\\r.\n");
    }

    @Test
    void eachUnderstandsWhatItKnows() throws StompException {
        assertThat(StompVersion.V1_0.unescaped("C:\\temp\\c")).isEqualTo("C:\\temp\\c");
        assertThat(StompVersion.V1_1.unescaped("\\c\\n\\\\")).isEqualTo(":\n\\");
        assertThat(StompVersion.V1_2.unescaped("\\c\\n\\\\\\r")).isEqualTo(":\n\\\r");
    }

    @Test
    void refusesOtherEscapes() {
        for (var text : List.of("\\r", "\\t", "x\\")) {
            assertThatThrownBy(() -> StompVersion.V1_1.unescaped(text))
                    .as(text)
                    .isInstanceOf(StompException.class);
        }
        for (var text : List.of("\\t", "x\\")) {
            assertThatThrownBy(() -> StompVersion.V1_2.unescaped(text))
                    .as(text)
                    .isInstanceOf(StompException.class);
        }
    }

    @Test
    void retellsTheLinesOfAMessageThatANewerVersionSent() {
        var lines = line(StompVersion.V1_2) + "plain:x:y\n" + line(StompVersion.V1_2);

        for (var version : StompVersion.values()) {
            assertThat(version.retold(lines))
                    .isEqualTo(line(version) + "plain:x:y\n" + line(version));
        }
    }

    @Test
    void retellsEvenLinesThatNoVersionWrites() {
        assertThat(StompVersion.V1_0.retold("a:\\t\\")).isEqualTo("a:\\t\\");
    }

    @Test
    void agreesOnTheNewest() {
        assertThat(StompVersion.newestOf(List.of("1.1", "1.0"))).isEqualTo(StompVersion.V1_1);
        assertThat(StompVersion.newestOf(List.of("2.0", "1.2"))).isEqualTo(StompVersion.V1_2);
        assertThat(StompVersion.newestOf(List.of("2.0"))).isNull();
    }
}
