package dev.automat.zmtp;

import dev.automat.zmtp.wire.Command;
import dev.automat.zmtp.wire.Frames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/** SUB: tells every peer what it wants, and gives that to the listener. */
final class Subscriber implements Pattern {

    private final Roster roster = new Roster();
    private final Subscriptions subscriptions = new Subscriptions();
    private final Delivery delivery;
    private final Meters meters;

    Subscriber(SocketOptions options, Delivery delivery, Meters meters) {
        this.delivery = delivery;
        this.meters = meters;
        options.subscriptions().forEach(subscriptions::add);
    }

    /** The lock keeps a peer from missing a change made while it joins. */
    @Override
    public synchronized void joined(PeerConnection peer) {
        roster.add(peer);
        subscriptions.prefixes().forEach(prefix -> tell(peer, prefix, true));
    }

    @Override
    public void left(PeerConnection peer) {
        roster.remove(peer);
    }

    synchronized void subscribe(Prefix prefix) {
        if (subscriptions.add(prefix)) {
            roster.peers().forEach(peer -> tell(peer, prefix, true));
        }
    }

    synchronized void unsubscribe(Prefix prefix) {
        if (subscriptions.remove(prefix)) {
            roster.peers().forEach(peer -> tell(peer, prefix, false));
        }
    }

    private static void tell(PeerConnection peer, Prefix prefix, boolean wanted) {
        var allocator = ByteBufAllocator.DEFAULT;
        peer.sendNow(
                peer.minorVersion() > 0
                        ? Frames.command(
                                allocator,
                                wanted ? Command.SUBSCRIBE : Command.CANCEL,
                                prefix.bytes().duplicate())
                        : Frames.message(allocator, asMessage(prefix, wanted)));
    }

    private static ByteBuf asMessage(Prefix prefix, boolean wanted) {
        return Unpooled.buffer(1 + prefix.length())
                .writeBoolean(wanted)
                .writeBytes(prefix.bytes().duplicate());
    }

    /** Peers filter for us; what slips through, after a cancellation say, is dropped here. */
    @Override
    public void received(PeerConnection peer, Message message) {
        if (message.startsWithAny(subscriptions)) {
            peer.countReceived();
            delivery.message(peer, message);
        } else {
            meters.unwanted.increment();
        }
    }
}
