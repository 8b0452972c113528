package dev.automat.zmtp.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GreetingTest {

    private final Greeting greeting = new Greeting("NULL");

    @Test
    void readsItsOwnHoweverItIsCut() {
        for (int cut = 0; cut <= Greeting.SIZE; cut++) {
            var bytes = own();
            var reader = new Greeting("NULL");

            assertThat(reader.read(bytes.readSlice(cut))).isEqualTo(cut == Greeting.SIZE);
            assertThat(reader.read(bytes)).isTrue();
            assertThat(reader.minorVersion()).isEqualTo(1);
        }
    }

    @Test
    void leavesWhatFollows() {
        var bytes = own().writeByte(42);

        greeting.read(bytes);

        assertThat(bytes.readableBytes()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"3, 0, 0", "3, 1, 1", "3, 7, 1", "4, 0, 1"})
    void speaksTheNewestVersionThatBothKnow(int major, int minor, int expected) {
        var bytes = own().setByte(10, major).setByte(11, minor);

        greeting.read(bytes);

        assertThat(greeting.minorVersion()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "01,                     BAD_GREETING",
        "00,                     BAD_GREETING",
        "474554,                 BAD_GREETING",
        "ff000000000000000100,   BAD_GREETING",
        "ff00000000000000017f01, UNSUPPORTED_VERSION",
        "ff00000000000000017f00, UNSUPPORTED_VERSION",
    })
    void refusesOtherPeersAtTheFirstByteThatTells(String hex, Violation expected) {
        assertThatViolation(expected, Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
    }

    @Test
    void refusesAnotherMechanism() {
        assertThatViolation(Violation.MECHANISM_MISMATCH, own().setByte(12, 'C'));
    }

    @Test
    void refusesAMechanismWhoseNameOnlyBeginsWithOurs() {
        assertThatViolation(Violation.MECHANISM_MISMATCH, own().setByte(16, 'S'));
    }

    private void assertThatViolation(Violation expected, ByteBuf bytes) {
        assertThatExceptionOfType(ZmtpViolationException.class)
                .isThrownBy(() -> greeting.read(bytes))
                .extracting(ZmtpViolationException::violation)
                .isEqualTo(expected);
    }

    private static ByteBuf own() {
        var bytes = Unpooled.buffer();
        Greeting.write(bytes, "NULL", false);
        assertThat(bytes.readableBytes()).isEqualTo(Greeting.SIZE);
        return bytes;
    }
}
