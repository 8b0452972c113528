package dev.automat.bench.broker;

import java.nio.ByteBuffer;

/** The broker's own frames. */
final class FramesWire implements Wire {

    private static byte[] frame(byte[] content) {
        return ByteBuffer.allocate(4 + content.length).putInt(content.length).put(content).array();
    }

    private static byte[] name(Channel channel) {
        return Bytes.of((channel.isQueue() ? "/queue/" : "/topic/") + channel.name());
    }

    @Override
    public byte[] publisher() {
        return frame(Bytes.of("/null"));
    }

    @Override
    public byte[] subscriber(Channel channel) {
        return frame(name(channel));
    }

    @Override
    public boolean isSubscribed(byte[] answer, Channel channel) {
        return true;
    }

    @Override
    public byte[] publish(Channel channel, byte[] data) {
        return Bytes.joined(frame(name(channel)), frame(data));
    }

    @Override
    public int bytesBefore(Channel channel, int sizeInBytes) {
        return 4;
    }

    @Override
    public int bytesAfter() {
        return 0;
    }
}
