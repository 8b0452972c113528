package dev.automat.broker.door.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.Envelope;
import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Run;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageHeadTest {

    private static String text(MessageHead head, Envelope envelope, long number) {
        var bytes = Unpooled.directBuffer().writeInt(1).writeByte('x');
        var run = Run.of(bytes, envelope, new PinnedMemory(Long.MAX_VALUE));
        var written = Unpooled.buffer();
        head.write(written, run, number, 1);
        run.release();
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void escapesWhatTheClientNamed() {
        var head = new MessageHead("a:b", "/topic/ö", false, StompVersion.V1_2);

        assertThat(text(head, Envelope.NONE, 0))
                .isEqualTo(
                        """
                        MESSAGE
                        subscription:a\\cb
                        destination:/topic/ö
                        message-id:0
                        content-length:1

                        """);
    }

    @Test
    void namesTheAcknowledgementAndPassesOnHeaders() {
        var head = new MessageHead("1", "/queue/q", true, StompVersion.V1_2);

        assertThat(text(head, new Envelope("colour:red\n", 0, 1), Long.MAX_VALUE))
                .isEqualTo(
                        """
                        MESSAGE
                        subscription:1
                        destination:/queue/q
                        message-id:9223372036854775807
                        ack:9223372036854775807
                        content-length:1
                        colour:red
                        redelivered:true

                        """);
    }

    @Test
    void saysToAnOldClientWhatItCanRead() {
        var head = new MessageHead("a:b", "/topic/a:b", false, StompVersion.V1_0);

        assertThat(text(head, new Envelope("path:C\\c\\\\temp\n", 0, 0), 0))
                .isEqualTo(
                        """
                        MESSAGE
                        subscription:a:b
                        destination:/topic/a:b
                        message-id:0
                        content-length:1
                        path:C:\\temp

                        """);
    }

    @Test
    void saysTheChannelThatAPatternMatched() {
        var bytes = Unpooled.directBuffer().writeInt(1).writeByte('x');
        var run =
                Run.of(bytes, 1, new PinnedMemory(Long.MAX_VALUE)).from(ChannelName.of("/topic/b"));
        var written = Unpooled.buffer();

        new MessageHead("1", "/topic/*", false, StompVersion.V1_2).write(written, run, 7, 1);

        run.release();
        assertThat(written.toString(StandardCharsets.UTF_8)).contains("\ndestination:/topic/b\n");
    }
}
