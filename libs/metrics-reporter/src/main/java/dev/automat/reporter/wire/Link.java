package dev.automat.reporter.wire;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** One connection to a collector. Never waits; the publisher's selector says when to go on. */
final class Link implements Closeable {

    private static final long HANDSHAKE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long PING_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long SILENCE_NANOS = Duration.ofSeconds(30).toNanos();

    /** Reads in one turn, so that a peer that talks without end cannot hold up the readings. */
    private static final int READS = 16;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Conversation conversation;
    private final long begin = System.nanoTime();
    private long lastHeard = begin;
    private boolean wasAsked;
    private boolean isSayingMessage;

    Link(InetSocketAddress address, Selector selector, int maxMessage) throws IOException {
        channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            key = channel.register(selector, SelectionKey.OP_CONNECT);
            conversation = new Conversation(maxMessage);
            channel.connect(address);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether the collector is there and wants samples. */
    boolean isListening() {
        return conversation.isListening();
    }

    /** Whether a message is written in part only, or waits to be. */
    boolean isSayingMessage() {
        return isSayingMessage;
    }

    /**
     * Reads and writes what can be read and written at once.
     *
     * @throws IOException when the connection is of no more use
     */
    void pump(Backlog backlog) throws IOException {
        if (!channel.finishConnect()) {
            checkPatience();
            return;
        }
        listen();
        checkPatience();
        write();
        speak(backlog);
        // What had no room for its answer may have it now.
        conversation.heard();
        write();
        key.interestOps(
                (conversation.in().hasRemaining() ? SelectionKey.OP_READ : 0)
                        | (conversation.out().hasRemaining() ? SelectionKey.OP_WRITE : 0));
    }

    private void listen() throws IOException {
        for (int i = 0; i < READS && conversation.in().hasRemaining(); i++) {
            int count = channel.read(conversation.in());
            if (count < 0) {
                throw new EOFException("it closed the connection");
            }
            if (count == 0) {
                return;
            }
            lastHeard = System.nanoTime();
            wasAsked = false;
            conversation.heard();
        }
    }

    private void checkPatience() throws PeerRefusedException {
        long now = System.nanoTime();
        if (!conversation.isReady()) {
            if (now - begin > HANDSHAKE_NANOS) {
                throw new PeerRefusedException("it did not shake hands in time");
            }
        } else if (conversation.knowsPing() && now - lastHeard > SILENCE_NANOS) {
            throw new PeerRefusedException("it gave no sign of life");
        } else if (conversation.knowsPing() && now - lastHeard > PING_NANOS) {
            ask();
        }
    }

    private void ask() {
        if (!wasAsked && !conversation.out().hasRemaining()) {
            wasAsked = true;
            conversation.ping();
        }
    }

    private void speak(Backlog backlog) throws IOException {
        while (conversation.isListening() && !conversation.out().hasRemaining()) {
            var message = backlog.first();
            if (message == null) {
                return;
            }
            backlog.removeFirst();
            if (conversation.wants(message)) {
                conversation.say(message);
                isSayingMessage = true;
                write();
            }
        }
    }

    private void write() throws IOException {
        if (conversation.out().hasRemaining()) {
            channel.write(conversation.out());
        }
        isSayingMessage &= conversation.out().hasRemaining();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
