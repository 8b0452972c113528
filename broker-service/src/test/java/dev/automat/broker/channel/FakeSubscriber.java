package dev.automat.broker.channel;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A subscriber whose connection writes when told to. */
final class FakeSubscriber implements Recipient {

    private final Subscription subscription;
    private final ArrayDeque<ByteBuf> inFlight = new ArrayDeque<>();
    private int wakes;
    private int overruns;

    FakeSubscriber(MessageChannel channel) {
        var subscribed = channel.subscribe(this, Subscription.SETTLED_BY_WRITING);
        if (subscribed == null) {
            throw new AssertionError("The channel was forgotten");
        }
        subscription = subscribed;
    }

    @Override
    public void wake() {
        wakes++;
    }

    @Override
    public void overrun() {
        overruns++;
    }

    int overruns() {
        return overruns;
    }

    int wakes() {
        return wakes;
    }

    Subscription subscription() {
        return subscription;
    }

    /** Takes all that may be in flight, without writing it. */
    List<String> take() {
        var texts = new ArrayList<String>();
        for (var run = subscription.poll(); run != null; run = subscription.poll()) {
            var view = run.retainedView();
            texts.addAll(Messages.texts(view));
            inFlight.addLast(view);
        }
        return texts;
    }

    /** Takes and writes until nothing is left. */
    List<String> receive() {
        var texts = new ArrayList<>(take());
        while (!inFlight.isEmpty()) {
            write();
            texts.addAll(take());
        }
        return texts;
    }

    /** Writes all of the oldest run in flight. */
    void write() {
        inFlight.removeFirst().release();
        var _ = subscription.written();
    }

    /** Writes some bytes of the oldest run in flight, which does not settle it. */
    void writePart(int bytes) {
        inFlight.getFirst().skipBytes(bytes);
    }

    /** The connection is gone. */
    long reset() {
        inFlight.forEach(ByteBuf::release);
        inFlight.clear();
        return subscription.end();
    }

    /** Says good-bye: what is in flight is written, then the connection ends. */
    void leave() {
        subscription.unsubscribe();
        while (!inFlight.isEmpty()) {
            write();
        }
        var _ = subscription.end();
    }
}
