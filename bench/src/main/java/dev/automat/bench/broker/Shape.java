package dev.automat.bench.broker;

import java.util.Map;

/**
 * A load flat out.
 *
 * @param idle connections beside it that subscribe to something else
 * @param goals by peer, how many times what that delivers the broker should
 */
record Shape(
        String name,
        int publishers,
        int subscribers,
        int idle,
        int sizeInBytes,
        boolean isQueue,
        Map<String, Double> goals) {

    /** One publisher and so many subscribers of a topic, nobody beside them. */
    static Shape topic(String name, int subscribers, int sizeInBytes, Map<String, Double> goals) {
        return new Shape(name, 1, subscribers, 0, sizeInBytes, false, goals);
    }

    /** One publisher and one worker of a queue. */
    static Shape queue(String name, int sizeInBytes, Map<String, Double> goals) {
        return new Shape(name, 1, 1, 0, sizeInBytes, true, goals);
    }

    /** The same among idle connections. */
    Shape among(int connections) {
        return new Shape(name, publishers, subscribers, connections, sizeInBytes, isQueue, goals);
    }

    Wire.Channel channel() {
        return new Wire.Channel(isQueue, "bench");
    }
}
