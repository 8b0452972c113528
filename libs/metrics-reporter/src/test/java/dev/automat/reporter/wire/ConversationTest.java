package dev.automat.reporter.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationTest {

    private static final String GREETING_3_0 =
            "ff00000000000000017f" + "0300" + "4e554c4c" + "00".repeat(48);
    private static final String GREETING_3_1 = GREETING_3_0.replace("7f0300", "7f0301");
    private static final String READY_SUB =
            "0419" + "055245414459" + "0b536f636b65742d54797065" + "00000003" + "535542";
    private static final String SUBSCRIBE_ALL = "000101";

    private final Conversation conversation = new Conversation(1_000);

    @Test
    void greetsAsVersionThreeOneWithoutSecurity() {
        assertThat(said())
                .isEqualTo("ff00000000000000007f" + "0301" + "4e554c4c" + "00".repeat(48));
    }

    @Test
    void saysItIsAPubOnceTheGreetingIsThere() throws Exception {
        said();
        hear(GREETING_3_0.substring(0, 100));
        assertThat(said()).isEmpty();

        hear(GREETING_3_0.substring(100));

        assertThat(said()).isEqualTo(READY_SUB.replace("535542", "505542"));
    }

    @ParameterizedTest
    @ValueSource(strings = {SUBSCRIBE_ALL, "040a" + "09535542534352494245"})
    void listensOnceThePeerSubscribed(String subscription) throws Exception {
        hear(GREETING_3_0 + READY_SUB);
        assertThat(conversation.isListening()).isFalse();

        hear(subscription);

        assertThat(conversation.isListening()).isTrue();
        assertThat(conversation.wants(bytes("anything"))).isTrue();
    }

    @Test
    void itTakesBytesOneByOne() throws Exception {
        var all = GREETING_3_1 + READY_SUB + SUBSCRIBE_ALL;
        for (int i = 0; i < all.length(); i += 2) {
            hear(all.substring(i, i + 2));
        }

        assertThat(conversation.isListening()).isTrue();
    }

    @Test
    void wantsWhatStartsWithAPrefixUntilItIsCancelled() throws Exception {
        hear(GREETING_3_0 + READY_SUB + "0003" + "01" + "6162" + "0003" + "01" + "6162");
        assertThat(conversation.wants(bytes("abc"))).isTrue();
        assertThat(conversation.wants(bytes("a"))).isFalse();

        hear("0003" + "00" + "6162");
        assertThat(conversation.wants(bytes("abc"))).isTrue();
        hear("0408" + "0643414e43454c" + "61");
        hear("0409" + "0643414e43454c" + "6162");

        assertThat(conversation.wants(bytes("abc"))).isFalse();
        assertThat(conversation.isListening()).isFalse();
    }

    @Test
    void saysShortAndLongMessages() throws Exception {
        hear(GREETING_3_0 + READY_SUB + SUBSCRIBE_ALL);
        said();

        conversation.say(bytes("abc"));
        assertThat(said()).isEqualTo("0003" + "616263");

        conversation.say(bytes("a".repeat(300)));
        assertThat(said()).isEqualTo("02" + "000000000000012c" + "61".repeat(300));
    }

    @Test
    void answersAPingWithItsContext() throws Exception {
        hear(GREETING_3_1 + READY_SUB);
        said();

        hear("040b" + "0450494e47" + "0000" + "deadbeef");

        assertThat(said()).isEqualTo("0409" + "04504f4e47" + "deadbeef");
    }

    @Test
    void asksOnlyPeersThatKnowPing() throws Exception {
        hear(GREETING_3_0 + READY_SUB);
        assertThat(conversation.knowsPing()).isFalse();

        var newer = new Conversation(1_000);
        newer.in().put(HexFormat.of().parseHex(GREETING_3_1 + READY_SUB));
        newer.heard();
        assertThat(newer.knowsPing()).isTrue();
    }

    @Test
    void aPeerThatDoesNotReadItsAnswersIsNotReadEither() throws Exception {
        hear(GREETING_3_1 + READY_SUB);
        said();
        var ping = "0417" + "0450494e47" + "0000" + "00".repeat(16);

        for (int i = 0; i < 1_000 && conversation.in().remaining() >= 25; i++) {
            hear(ping);
        }

        assertThat(conversation.in().remaining()).isLessThan(25);
        assertThat(conversation.out().remaining()).isLessThan(1_100);

        said();
        conversation.heard();
        assertThat(conversation.in().remaining()).isGreaterThan(25);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "47", // HTTP
                "0100", // ZMTP 1
                "ff000000000000000100", // no end of a signature
                "ff00000000000000017f01", // ZMTP 2
                "ff00000000000000017f0300" + "504c41494e", // PLAIN
            })
    void refusesAPeerOfAnotherKindAtOnce(String bytes) {
        assertThatThrownBy(() -> hear(bytes)).isInstanceOf(PeerRefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "027fffffffffffffff", // a frame of 2^63-1 bytes
                "02ffffffffffffffff", // of -1
                "060000000000001001", // a command of 4,097
                "0800", // unknown flag
                "0100", // more parts
                "000101", // a subscription before READY
                "0400", // a command without a name
                "0405" + "ff00000000", // a name longer than the command
                "0406" + "055245414459", // READY without a socket type
                "0405" + "0450494e47", // PING without a time to live
                "0418"
                        + "0450494e47"
                        + "0000"
                        + "0000000000000000000000000000000000", // a context too long
                "0406" + "054552524f52", // ERROR
                "0419" + "055245414459" + "0b536f636b65742d54797065" + "00000003" + "505542", // PUB
            })
    void refusesWhatASubWouldNotSay(String bytes) {
        assertThatThrownBy(() -> hear(GREETING_3_1 + bytes))
                .isInstanceOf(PeerRefusedException.class);
    }

    @Test
    void refusesEndlessSubscriptions() throws Exception {
        hear(GREETING_3_0 + READY_SUB);
        for (int i = 0; i < Subscriptions.MAX; i++) {
            hear("000301%04x".formatted(i));
        }

        assertThatThrownBy(() -> hear(SUBSCRIBE_ALL))
                .isInstanceOf(PeerRefusedException.class)
                .hasMessageContaining("256");
    }

    private void hear(String hex) throws PeerRefusedException {
        conversation.in().put(HexFormat.of().parseHex(hex));
        conversation.heard();
    }

    /** What waits to be written, which is written by that. */
    private String said() {
        var bytes = new byte[conversation.out().remaining()];
        conversation.out().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
