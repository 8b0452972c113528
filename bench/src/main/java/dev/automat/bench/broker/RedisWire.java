package dev.automat.bench.broker;

import java.nio.charset.StandardCharsets;

/** Redis's publish and subscribe, which has no queues. */
final class RedisWire implements Wire {

    private static byte[] array(byte[]... items) {
        var all = Bytes.of("*" + items.length + "\r\n");
        for (var item : items) {
            all = Bytes.joined(all, Bytes.of("$" + item.length + "\r\n"), item, Bytes.of("\r\n"));
        }
        return all;
    }

    @Override
    public byte[] publisher() {
        return new byte[0];
    }

    @Override
    public byte[] subscriber(Channel channel) {
        return array(Bytes.of("SUBSCRIBE"), Bytes.of(channel.name()));
    }

    @Override
    public boolean isSubscribed(byte[] answer, Channel channel) {
        return new String(answer, StandardCharsets.UTF_8).endsWith(":1\r\n");
    }

    @Override
    public byte[] publish(Channel channel, byte[] data) {
        return array(Bytes.of("PUBLISH"), Bytes.of(channel.name()), data);
    }

    @Override
    public int bytesBefore(Channel channel, int sizeInBytes) {
        var data = new byte[sizeInBytes];
        var delivery = array(Bytes.of("message"), Bytes.of(channel.name()), data);
        return delivery.length - sizeInBytes - bytesAfter();
    }

    @Override
    public int bytesAfter() {
        return 2;
    }
}
