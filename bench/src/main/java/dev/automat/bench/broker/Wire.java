package dev.automat.bench.broker;

/**
 * What a client of a broker has to say, as bytes made once. All deliveries of one load have the
 * same size, so that they are counted by their bytes and the load costs little beside the server.
 */
interface Wire {

    /** What a connection says that is to publish. */
    byte[] publisher();

    /** What a connection says that is to receive from a channel. */
    byte[] subscriber(Channel channel);

    /** Whether an answer to that is complete. */
    boolean isSubscribed(byte[] answer, Channel channel);

    /** Publishes a message. */
    byte[] publish(Channel channel, byte[] data);

    /** Bytes of a delivery before its data. */
    int bytesBefore(Channel channel, int sizeInBytes);

    /** Bytes of a delivery after its data. */
    int bytesAfter();

    /** Bytes of a delivery. */
    default int deliveryBytes(Channel channel, int sizeInBytes) {
        return bytesBefore(channel, sizeInBytes) + sizeInBytes + bytesAfter();
    }

    /** A topic or a queue, without what tells which in a protocol. */
    record Channel(boolean isQueue, String name) {

        static Channel topic(String name) {
            return new Channel(false, name);
        }

        static Channel queue(String name) {
            return new Channel(true, name);
        }
    }
}
