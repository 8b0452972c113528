package dev.automat.bench.broker;

import java.nio.charset.StandardCharsets;

/** NATS's text protocol. */
final class NatsWire implements Wire {

    private static final String CONNECT = "CONNECT {\"verbose\":false,\"pedantic\":false}\r\n";
    private static final String PONG = "PONG\r\n";

    @Override
    public byte[] publisher() {
        return Bytes.of(CONNECT);
    }

    @Override
    public byte[] subscriber(Channel channel) {
        var group = channel.isQueue() ? " g" : "";
        return Bytes.of(CONNECT + "SUB " + channel.name() + group + " 1\r\nPING\r\n");
    }

    @Override
    public boolean isSubscribed(byte[] answer, Channel channel) {
        return new String(answer, StandardCharsets.UTF_8).endsWith(PONG);
    }

    @Override
    public byte[] publish(Channel channel, byte[] data) {
        var head = Bytes.of("PUB " + channel.name() + " " + data.length + "\r\n");
        return Bytes.joined(head, data, Bytes.of("\r\n"));
    }

    @Override
    public int bytesBefore(Channel channel, int sizeInBytes) {
        return Bytes.of("MSG " + channel.name() + " 1 " + sizeInBytes + "\r\n").length;
    }

    @Override
    public int bytesAfter() {
        return 2;
    }
}
