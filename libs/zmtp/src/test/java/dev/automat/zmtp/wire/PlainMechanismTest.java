package dev.automat.zmtp.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainMechanismTest {

    private static final String ANN = "03616e6e";
    private static final String SECRET = "0178";

    private final Handshake server =
            PlainMechanism.server((user, password) -> user.equals("ann") && password.equals("x"))
                    .begin(new Metadata("SUB"));

    @Test
    void whoKnowsThePasswordIsWelcome() {
        assertThat(receive(server, "HELLO", ANN + SECRET)).isNull();

        assertThat(receive(server, "INITIATE", "0b536f636b65742d5479706500000003505542"))
                .isEqualTo(new Metadata("PUB"));
    }

    @ParameterizedTest
    @CsvSource({
        "HELLO, " + ANN + "0179, NOT_ALLOWED",
        "HELLO, 0162" + SECRET + ", NOT_ALLOWED",
        "HELLO, 0000, NOT_ALLOWED",
        "HELLO, '', BAD_COMMAND",
        "HELLO, " + ANN + ", BAD_COMMAND",
        "HELLO, ff616e6e" + SECRET + ", BAD_COMMAND",
        "INITIATE, '', BAD_COMMAND",
        "READY, '', BAD_COMMAND",
        "ERROR, 0161, REFUSED_BY_PEER",
    })
    void whoDoesNotIsRefused(String name, String body, Violation expected) {
        assertThatExceptionOfType(ZmtpViolationException.class)
                .isThrownBy(() -> receive(server, name, body))
                .extracting(ZmtpViolationException::violation)
                .isEqualTo(expected);
    }

    @Test
    void namesThatDoNotFitAreRefusedAtOnce() {
        assertThatThrownBy(() -> PlainMechanism.client("x".repeat(256), ""))
                .hasMessageContaining("255");
    }

    private static @Nullable Metadata receive(Handshake handshake, String name, String hex) {
        ByteBuf body = Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
        return handshake.receive(new Command(name, body), ByteBuf::release);
    }
}
