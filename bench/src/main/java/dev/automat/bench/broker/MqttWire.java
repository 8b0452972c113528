package dev.automat.bench.broker;

import java.nio.ByteBuffer;

/** MQTT 3.1.1 without acknowledgements; queues are mosquitto's shared subscriptions. */
final class MqttWire implements Wire {

    private static byte[] packet(int type, byte[] content) {
        var packet = ByteBuffer.allocate(content.length + 5).put((byte) type);
        int left = content.length;
        do {
            packet.put((byte) (left % 128 + (left > 127 ? 128 : 0)));
            left /= 128;
        } while (left > 0);
        packet.put(content);
        var bytes = new byte[packet.position()];
        packet.flip().get(bytes);
        return bytes;
    }

    private static byte[] text(String text) {
        var content = Bytes.of(text);
        return ByteBuffer.allocate(2 + content.length)
                .putShort((short) content.length)
                .put(content)
                .array();
    }

    private static final int ANSWER_BYTES = 4 + 5;

    @Override
    public byte[] publisher() {
        // Clean session, no keep-alive, and the broker picks the client's name.
        return packet(0x10, Bytes.joined(text("MQTT"), new byte[] {4, 2, 0, 0}, text("")));
    }

    @Override
    public byte[] subscriber(Channel channel) {
        var filter = (channel.isQueue() ? "$share/g/" : "") + channel.name();
        var packet = packet(0x82, Bytes.joined(new byte[] {0, 1}, text(filter), new byte[1]));
        return Bytes.joined(publisher(), packet);
    }

    @Override
    public boolean isSubscribed(byte[] answer, Channel channel) {
        return answer.length == ANSWER_BYTES;
    }

    @Override
    public byte[] publish(Channel channel, byte[] data) {
        return packet(0x30, Bytes.joined(text(channel.name()), data));
    }

    @Override
    public int bytesBefore(Channel channel, int sizeInBytes) {
        return publish(channel, new byte[sizeInBytes]).length - sizeInBytes;
    }

    @Override
    public int bytesAfter() {
        return 0;
    }
}
