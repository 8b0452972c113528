package dev.automat.broker.engine.nats;

import dev.automat.broker.channel.Publisher;
import java.util.LinkedHashSet;
import java.util.Set;

/** Bytes on their way to NATS, bounded; publishers who find it full are held until it is not. */
final class SendWindow {

    private final long limit;
    private final Set<Publisher> held = new LinkedHashSet<>();
    private long taken;

    SendWindow(long limit) {
        this.limit = limit;
    }

    /**
     * Takes room for what is to be sent; what is larger than the window is sent alone.
     *
     * @return whether there was room; if not, the publisher is resumed when there is
     */
    synchronized boolean take(long bytes, Publisher publisher) {
        if (taken > 0 && taken + bytes > limit) {
            held.add(publisher);
            return false;
        }
        taken += bytes;
        return true;
    }

    /** What was sent has arrived. */
    synchronized void giveBack(long bytes) {
        taken -= bytes;
        if (taken <= limit / 2) {
            resumeHeld();
        }
    }

    /** Holds a publisher, whatever room there is, until {@link #resumeHeld()}. */
    synchronized void hold(Publisher publisher) {
        held.add(publisher);
    }

    /** Lets all try again. */
    synchronized void resumeHeld() {
        held.forEach(Publisher::resume);
        held.clear();
    }

    /** Forgets a publisher that is gone. */
    synchronized void forget(Publisher publisher) {
        held.remove(publisher);
    }
}
