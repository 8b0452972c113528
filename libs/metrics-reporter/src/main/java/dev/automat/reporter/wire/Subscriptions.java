package dev.automat.reporter.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What the peer wants: messages that start with one of these. Counted, as in ZeroMQ. */
final class Subscriptions {

    static final int MAX = 256;

    private final List<ByteBuffer> prefixes = new ArrayList<>();

    void add(ByteBuffer prefix) throws PeerRefusedException {
        if (prefixes.size() == MAX) {
            throw new PeerRefusedException("it has more than " + MAX + " subscriptions");
        }
        prefixes.add(prefix);
    }

    void remove(ByteBuffer prefix) {
        prefixes.remove(prefix);
    }

    boolean isEmpty() {
        return prefixes.isEmpty();
    }

    boolean wants(byte[] message) {
        for (var prefix : prefixes) {
            int length = prefix.remaining();
            if (length <= message.length && prefix.equals(ByteBuffer.wrap(message, 0, length))) {
                return true;
            }
        }
        return false;
    }
}
