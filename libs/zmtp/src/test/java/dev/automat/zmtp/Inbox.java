package dev.automat.zmtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A listener that remembers. */
final class Inbox implements MessageListener, PeerListener {

    private final Queue<String> messages = new ConcurrentLinkedQueue<>();
    private final Queue<Peer> connected = new ConcurrentLinkedQueue<>();
    private final Queue<DisconnectReason> disconnected = new ConcurrentLinkedQueue<>();

    @Override
    public void received(Peer peer, Message message) {
        var parts = new ArrayList<String>();
        for (int i = 0; i < message.parts(); i++) {
            parts.add(message.text(i));
        }
        messages.add(String.join("|", parts));
    }

    @Override
    public void connected(Peer peer) {
        connected.add(peer);
    }

    @Override
    public void disconnected(Peer peer, DisconnectReason reason) {
        disconnected.add(reason);
    }

    /** Messages in the order they came, the parts of each joined by a bar. */
    List<String> messages() {
        return List.copyOf(messages);
    }

    List<Peer> connected() {
        return List.copyOf(connected);
    }

    List<DisconnectReason> disconnected() {
        return List.copyOf(disconnected);
    }
}
