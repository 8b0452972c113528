package dev.automat.zmtp.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NullMechanismTest {

    private static final String SOCKET_TYPE = "0b536f636b65742d54797065";

    private final Handshake handshake = NullMechanism.INSTANCE.begin(new Metadata("SUB"));

    @Test
    void saysReadyAtOnce() {
        var said = new ArrayList<String>();

        handshake.open(frame -> {
            said.add(ByteBufUtil.hexDump(frame));
            frame.release();
        });

        assertThat(said).containsExactly("0419" + "055245414459" + SOCKET_TYPE + "00000003535542");
    }

    @ParameterizedTest
    @CsvSource({
        SOCKET_TYPE + "00000003505542",
        "084964656e746974790000000161" + SOCKET_TYPE + "00000003505542",
        "0b736f636b65742d7479706500000003505542",
    })
    void isDoneWhenThePeerIsReady(String properties) {
        assertThat(receive("READY", properties)).isEqualTo(new Metadata("PUB"));
    }

    @ParameterizedTest
    @CsvSource({
        "READY, ''," + "BAD_COMMAND",
        "READY, 0b536f63, BAD_COMMAND",
        "READY, " + SOCKET_TYPE + "000000, BAD_COMMAND",
        "READY, " + SOCKET_TYPE + "00000004505542, BAD_COMMAND",
        "READY, " + SOCKET_TYPE + "7fffffff505542, BAD_COMMAND",
        "READY, " + SOCKET_TYPE + "ffffffff505542, BAD_COMMAND",
        "READY, " + SOCKET_TYPE + "00000000, BAD_COMMAND",
        "HELLO, '', BAD_COMMAND",
        "ERROR, 0161, REFUSED_BY_PEER",
    })
    void refusesWhatIsNotReady(String name, String body, Violation expected) {
        assertThatExceptionOfType(ZmtpViolationException.class)
                .isThrownBy(() -> receive(name, body))
                .extracting(ZmtpViolationException::violation)
                .isEqualTo(expected);
    }

    private Metadata receive(String name, String hex) {
        ByteBuf body = Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
        var done = handshake.receive(new Command(name, body), ByteBuf::release);
        assertThat(done).isNotNull();
        return done;
    }

    @ParameterizedTest
    @CsvSource({"''", "00", "05524541"})
    void refusesACommandWithoutAName(String hex) {
        var frame = Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));

        assertThatExceptionOfType(ZmtpViolationException.class)
                .isThrownBy(() -> Command.parse(frame));
    }

    @Test
    void splitsACommandIntoNameAndBody() {
        var command = Command.parse(Unpooled.copiedBuffer("\4PINGabc", StandardCharsets.UTF_8));

        assertThat(command.name()).isEqualTo("PING");
        assertThat(command.body().toString(StandardCharsets.UTF_8)).isEqualTo("abc");
    }
}
