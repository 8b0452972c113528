package dev.automat.zmtp;

import dev.automat.zmtp.wire.Command;
import dev.automat.zmtp.wire.Frames;
import dev.automat.zmtp.wire.Violation;
import dev.automat.zmtp.wire.ZmtpViolationException;
import io.netty.buffer.ByteBuf;

/** PUB: each message to all who subscribed to it; who is slow misses some. */
final class Publisher implements Pattern.Sender {

    private static final int SUBSCRIBE = 1;
    private static final int CANCEL = 0;
    private static final int MAX_SUBSCRIPTION_BYTES = 65_536;

    private final Roster roster = new Roster();
    private final ZmtpLimits limits;
    private final Meters meters;

    Publisher(ZmtpLimits limits, Meters meters) {
        this.limits = limits;
        this.meters = meters;
    }

    @Override
    public void joined(PeerConnection peer) {
        roster.add(peer);
    }

    @Override
    public void left(PeerConnection peer) {
        roster.remove(peer);
        var lost = peer.outbox().close();
        lost.forEach(ByteBuf::release);
        meters.dropped.add(lost.size());
    }

    @Override
    public boolean send(ByteBuf message, int firstPart) {
        try {
            int offset = message.readerIndex() + Frames.headerSize(firstPart);
            var peers = roster.peers();
            for (int i = 0; i < peers.size(); i++) {
                var peer = peers.get(i);
                if (peer.subscriptions().matches(message, offset, firstPart)
                        && !peer.outbox().offer(message)) {
                    meters.dropped.increment();
                }
            }
            return true;
        } finally {
            message.release();
        }
    }

    /** Takes subscriptions as ZMTP 3.0 sends them: a message of one byte and the prefix. */
    @Override
    public void received(PeerConnection peer, Message message) {
        int size = message.sizeOf(0);
        int kind = message.parts() == 1 && size > 0 ? message.part(0).getByte(0) : -1;
        switch (kind) {
            case SUBSCRIBE -> add(peer, Prefix.copyOf(message.part(0).slice(1, size - 1)));
            case CANCEL ->
                    peer.subscriptions().remove(Prefix.copyOf(message.part(0).slice(1, size - 1)));
            default -> meters.unwanted.increment();
        }
    }

    /** Takes subscriptions as ZMTP 3.1 sends them. */
    @Override
    public void received(PeerConnection peer, Command command) {
        switch (command.name()) {
            case Command.SUBSCRIBE -> add(peer, Prefix.copyOf(command.body()));
            case Command.CANCEL -> peer.subscriptions().remove(Prefix.copyOf(command.body()));
            default -> {}
        }
    }

    private void add(PeerConnection peer, Prefix prefix) {
        var subscriptions = peer.subscriptions();
        subscriptions.add(prefix);
        if (subscriptions.prefixes().size() > limits.maxSubscriptions()
                || subscriptions.bytes() > MAX_SUBSCRIPTION_BYTES) {
            throw new ZmtpViolationException(
                    Violation.TOO_MANY_SUBSCRIPTIONS,
                    "Peer may subscribe to %d prefixes of %d bytes together"
                            .formatted(limits.maxSubscriptions(), MAX_SUBSCRIPTION_BYTES));
        }
    }
}
