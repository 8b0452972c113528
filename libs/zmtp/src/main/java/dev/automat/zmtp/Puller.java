package dev.automat.zmtp;

/** PULL: what any peer sends goes to the listener. */
final class Puller implements Pattern {

    private final Delivery delivery;

    Puller(Delivery delivery) {
        this.delivery = delivery;
    }

    @Override
    public void joined(PeerConnection peer) {}

    @Override
    public void left(PeerConnection peer) {}

    @Override
    public void received(PeerConnection peer, Message message) {
        peer.countReceived();
        delivery.message(peer, message);
    }
}
