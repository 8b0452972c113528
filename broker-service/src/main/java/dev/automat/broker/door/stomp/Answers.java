package dev.automat.broker.door.stomp;

import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the broker writes to a client beside messages. On the channel's event loop. */
final class Answers {

    private static final String SIGN_OF_LIFE = "\n";

    private final Channel channel;
    private final HeartBeats heartBeats;

    /** Agreed on; until then the one that every client can read. */
    private StompVersion version = StompVersion.V1_0;

    Answers(Channel channel, HeartBeats heartBeats) {
        this.channel = channel;
        this.heartBeats = heartBeats;
    }

    /** Lets a client in, and speaks to it in the version agreed on from then on. */
    void connected(StompVersion agreed, long beatMillis) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("version", agreed.number());
        headers.put("heart-beat", beatMillis + "," + beatMillis);
        headers.put("server", "Automat");
        headers.put("session", channel.id().asShortText());
        // Never escaped, whatever was agreed on.
        write(StompText.frame(StompVersion.V1_0, "CONNECTED", headers));
        version = agreed;
    }

    /** Gives a frame's receipt, if it asks for one. */
    void receipt(StompFrame frame) {
        receipt(frame.header("receipt"));
    }

    /** Gives a receipt; none for null. */
    void receipt(@Nullable String receipt) {
        if (receipt != null) {
            write(StompText.frame(version, "RECEIPT", Map.of("receipt-id", receipt)));
        }
    }

    /** Says why the connection ends. */
    void error(String text) {
        write(StompText.frame(version, "ERROR", Map.of("message", text)));
    }

    void signOfLife() {
        write(SIGN_OF_LIFE);
    }

    private void write(String text) {
        heartBeats.wrote();
        var bytes = channel.alloc().buffer(text.length());
        bytes.writeCharSequence(text, StandardCharsets.UTF_8);
        var _ = channel.writeAndFlush(bytes);
    }
}
