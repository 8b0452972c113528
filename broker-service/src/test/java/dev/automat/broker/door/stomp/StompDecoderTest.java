package dev.automat.broker.door.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StompDecoderTest {

    private static final String SEND = "SEND\ndestination:/topic/a\n\n";

    private final StompDecoder decoder = new StompDecoder(1_000);

    private List<StompFrame> decode(String text) throws StompException {
        var in = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
        var frames = new ArrayList<StompFrame>();
        for (var frame = decoder.next(in); frame != null; frame = decoder.next(in)) {
            frames.add(frame);
        }
        return frames;
    }

    @Test
    void tellsWhichFramesRepeatTheHeadBefore() throws StompException {
        var frames =
                decode(
                        SEND
                                + "1\0"
                                + SEND
                                + "2\0\n"
                                + SEND
                                + "\0"
                                + "SEND\ndestination:/topic/a\nx:y\n\n4\0"
                                + SEND
                                + "5\0");

        assertThat(frames)
                .extracting(StompFrame::repeats)
                .containsExactly(false, true, true, false, false);
        assertThat(frames)
                .extracting(frame -> frame.body().toString(StandardCharsets.UTF_8))
                .containsExactly("1", "2", "", "4", "5");
        assertThat(frames)
                .extracting(frame -> frame.header("destination"))
                .containsOnly("/topic/a");
        assertThat(frames)
                .extracting(frame -> frame.header("x"))
                .containsExactly(null, null, null, "y", null);
    }

    @Test
    void remembersNoHeadThatIsLong() throws StompException {
        var longHead = "SEND\ndestination:/topic/" + "a".repeat(600) + "\n\n\0";

        assertThat(decode(longHead + longHead))
                .extracting(StompFrame::repeats)
                .containsExactly(false, false);
    }

    @Test
    void readsHeadersAsTheVersionAgreedOnHasThem() throws StompException {
        decoder.speak(StompVersion.V1_0);
        var frames = decode("SEND\npath:C:\\temp\n\n\0");
        decoder.speak(StompVersion.V1_1);
        frames.addAll(decode("SEND\npath:C\\c\\\\temp\n\n\0"));

        assertThat(frames)
                .extracting(frame -> frame.header("path"))
                .containsExactly("C:\\temp", "C:\\temp");
    }

    @Test
    void readsAGreetingBeforeAnythingIsAgreedOn() throws StompException {
        var frames = decode("CONNECT\npasscode:a\\c\n\n\0STOMP\npasscode:a\\c\n\n\0");

        assertThat(frames)
                .extracting(frame -> frame.header("passcode"))
                .containsExactly("a\\c", "a:");
    }
}
