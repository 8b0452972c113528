package dev.automat.bench.broker;

import java.nio.charset.StandardCharsets;

/**
 * STOMP with a subscription that acknowledges by itself. Message ids grow: the sizes are those of
 * ids of some length, and the error is below 1 %.
 */
final class StompWire implements Wire {

    private static final String BROKERS =
            "MESSAGE\nsubscription:1\ndestination:%s\nmessage-id:1234567\ncontent-length:%d\n\n";

    private static final String RABBITS =
            "MESSAGE\nsubscription:1\ndestination:%s\nmessage-id:T_1@@session-1234567890123456789012@@123456\nredelivered:false\ncontent-length:%d\n\n";

    private final String delivery;
    private final String end;

    private StompWire(String delivery, String end) {
        this.delivery = delivery;
        this.end = end;
    }

    /** As the broker says it. */
    static StompWire ofBroker() {
        return new StompWire(BROKERS, "\0");
    }

    /** As RabbitMQ says it. */
    static StompWire ofRabbitMq() {
        return new StompWire(RABBITS, "\0\n");
    }

    private static byte[] frame(String head, byte[] body) {
        return Bytes.joined(Bytes.of(head), body, new byte[1]);
    }

    private static String name(Channel channel) {
        return (channel.isQueue() ? "/queue/" : "/topic/") + channel.name();
    }

    private static final byte[] CONNECT =
            frame("CONNECT\naccept-version:1.2\nhost:/\n\n", new byte[0]);

    @Override
    public byte[] publisher() {
        return CONNECT;
    }

    @Override
    public byte[] subscriber(Channel channel) {
        var head = "SUBSCRIBE\nid:1\nreceipt:r\ndestination:" + name(channel) + "\n\n";
        return Bytes.joined(CONNECT, frame(head, new byte[0]));
    }

    @Override
    public boolean isSubscribed(byte[] answer, Channel channel) {
        var text = new String(answer, StandardCharsets.UTF_8);
        return text.contains("RECEIPT") && text.endsWith("\0");
    }

    @Override
    public byte[] publish(Channel channel, byte[] data) {
        var head =
                "SEND\ndestination:%s\ncontent-length:%d\n\n".formatted(name(channel), data.length);
        return frame(head, data);
    }

    @Override
    public int bytesBefore(Channel channel, int sizeInBytes) {
        return Bytes.of(delivery.formatted(name(channel), sizeInBytes)).length;
    }

    @Override
    public int bytesAfter() {
        return end.length();
    }
}
