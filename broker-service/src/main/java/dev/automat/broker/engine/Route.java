package dev.automat.broker.engine;

import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.Publisher;
import dev.automat.broker.channel.Run;

/**
 * One publisher's way to publish to one channel; holds nothing that must be given back. Not safe
 * for use by several threads at once.
 */
public interface Route {

    /** Where it leads. */
    ChannelName name();

    /**
     * Publishes as many messages as can be accepted, in order.
     *
     * @return whether all were, and the run is released; if not, the run keeps the rest, and the
     *     publisher is resumed when it is worth another try
     * @throws NotAcceptedException when it never will be; the run is released
     */
    boolean publish(Run run, Publisher publisher);

    /**
     * Whether further runs may be offered behind one that is not accepted yet; the route then keeps
     * them in order, and each is offered again like the first.
     */
    default boolean keepsOrder() {
        return false;
    }

    /**
     * Publishes one message, a dead letter, for nobody who could be held; the run becomes the
     * route's. Never fails: what is lost, this message or others that wait, is counted and said.
     *
     * @param whenDone run once, on any thread, when the message is accepted or lost
     * @return messages that are lost already
     */
    default long forward(Run message, Runnable whenDone) {
        Publisher nobody = () -> {};
        long lost = 0;
        if (!publish(message, nobody)) {
            withdraw(nobody);
            lost = message.messages();
            message.release();
        }
        whenDone.run();
        return lost;
    }

    /** Forgets a publisher that will not try again. */
    void withdraw(Publisher publisher);
}
