package dev.automat.broker.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"/queue", "/queue/a", "/queue/", "/queueing", "/queue/a/b"})
    void aNameThatStartsWithQueueIsAQueue(String name) {
        assertThat(ChannelName.of(name).isQueue()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/topic/a", "queue", "/que", "/Queue/a", "/topic/queue", "x/queue"})
    void anyOtherNameIsATopic(String name) {
        assertThat(ChannelName.of(name).isQueue()).isFalse();
    }

    @Test
    void onlyTheVeryNameIsNowhere() {
        assertThat(ChannelName.of("/null").isNowhere()).isTrue();
        assertThat(ChannelName.of("/null/").isNowhere()).isFalse();
        assertThat(ChannelName.of("/nul").isNowhere()).isFalse();
    }

    @Test
    void comparesByItsBytesAlsoThoseThatAreNoText() {
        byte[] bytes = {'x', '/', 0, (byte) 0xff, (byte) 0xc3, 'x'};
        var source = Unpooled.wrappedBuffer(bytes);

        var name = ChannelName.of(source, 1, 4);

        assertThat(name).isEqualTo(ChannelName.of(Unpooled.wrappedBuffer(bytes, 1, 4), 0, 4));
        assertThat(name).isNotEqualTo(ChannelName.of(source, 1, 3));
        assertThat(name.matches(source, 1, 4)).isTrue();
        assertThat(name.matches(source, 0, 4)).isFalse();
        assertThat(name.matches(source, 1, 3)).isFalse();
        assertThat(source.readerIndex()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 15, 16, 17, 31, 1_024})
    void seesADifferenceAtEveryPlace(int length) {
        var bytes = new byte[2 + length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        var source = Unpooled.directBuffer().writeBytes(bytes);
        var name = ChannelName.of(source, 1, length);

        assertThat(name.matches(source, 1, length)).isTrue();
        for (int i = 0; i < length; i++) {
            source.setByte(1 + i, bytes[1 + i] ^ 0x80);
            assertThat(name.matches(source, 1, length)).as("byte %d differs", i).isFalse();
            source.setByte(1 + i, bytes[1 + i]);
        }
        source.release();
    }
}
