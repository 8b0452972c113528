package dev.automat.zmtp;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicInteger;

/** PUSH: each message to one peer, in turn, passing over those whose queue is full. */
final class Pusher implements Pattern.Sender {

    private final Roster roster = new Roster();
    private final AtomicInteger turn = new AtomicInteger();
    private final Meters meters;

    Pusher(Meters meters) {
        this.meters = meters;
    }

    @Override
    public void joined(PeerConnection peer) {
        roster.add(peer);
    }

    /** Gives what the peer did not get to the others. */
    @Override
    public void left(PeerConnection peer) {
        roster.remove(peer);
        for (var message : peer.outbox().close()) {
            if (!offer(message)) {
                meters.dropped.increment();
            }
        }
    }

    @Override
    public boolean send(ByteBuf message, int firstPart) {
        return offer(message);
    }

    private boolean offer(ByteBuf message) {
        try {
            var peers = roster.peers();
            for (int tries = peers.size(); tries > 0; tries--) {
                int next = Math.floorMod(turn.getAndIncrement(), peers.size());
                if (peers.get(next).outbox().offer(message)) {
                    return true;
                }
            }
            return false;
        } finally {
            message.release();
        }
    }

    @Override
    public void received(PeerConnection peer, Message message) {
        meters.unwanted.increment();
    }
}
