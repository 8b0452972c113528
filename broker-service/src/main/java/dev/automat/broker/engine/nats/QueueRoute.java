package dev.automat.broker.engine.nats;

import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.Publisher;
import dev.automat.broker.channel.Run;
import dev.automat.broker.engine.Route;
import org.jspecify.annotations.Nullable;

/**
 * To the stream; accepted when JetStream has confirmed each message. Until then the publisher is
 * held as at a full channel, which is what keeps its receipt back.
 */
final class QueueRoute implements Route {

    private final ChannelName name;
    private final Outbox outbox;
    private @Nullable Flight flight;

    QueueRoute(ChannelName name, Outbox outbox) {
        this.name = name;
        this.outbox = outbox;
    }

    @Override
    public ChannelName name() {
        return name;
    }

    @Override
    public boolean publish(Run run, Publisher publisher) {
        var current = flight;
        if (current == null) {
            send(run, publisher);
            return false;
        }
        if (current.isUnderWay()) {
            return false;
        }
        if (current.isConfirmed()) {
            flight = null;
            outbox.countPublished(run.messages());
            run.release();
            return true;
        }
        var session = outbox.session(publisher);
        if (session != null) {
            current.send(session);
        }
        return false;
    }

    private void send(Run run, Publisher publisher) {
        var session = outbox.session(publisher);
        if (session == null) {
            return;
        }
        outbox.checkSize(session, run);
        if (outbox.window().take(run.sizeInBytes(), publisher)) {
            var sent = new Flight(outbox, Subjects.of(name), run, publisher);
            flight = sent;
            sent.send(session);
        }
    }

    @Override
    public long forward(Run message, Runnable whenDone) {
        return new Forwarding(message, whenDone).begin();
    }

    @Override
    public void withdraw(Publisher publisher) {
        var current = flight;
        if (current != null) {
            current.abandon();
        }
        outbox.window().forget(publisher);
    }

    /** A message that is tried until it is accepted; the broker's end ends it too. */
    private final class Forwarding implements Publisher {

        private final Run message;
        private final Runnable whenDone;
        private boolean done;

        private Forwarding(Run message, Runnable whenDone) {
            this.message = message;
            this.whenDone = whenDone;
        }

        private long begin() {
            outbox.link().run(this::attempt);
            return 0;
        }

        @Override
        public void resume() {
            outbox.link().run(this::attempt);
        }

        private void attempt() {
            if (!done && publish(message, this)) {
                done = true;
                whenDone.run();
            }
        }
    }
}
