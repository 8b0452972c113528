package dev.automat.broker.engine.nats;

import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.Publisher;
import dev.automat.broker.channel.Run;
import dev.automat.broker.engine.NotAcceptedException;
import dev.automat.broker.engine.Route;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * To the stream; accepted when JetStream has confirmed each message. Until then the publisher is
 * held as at a full channel, which is what keeps its receipt back.
 */
final class QueueRoute implements Route {

    private final ChannelName name;
    private final Outbox outbox;

    /** What is on its way, in order, until it is offered again when it has arrived. */
    private final Map<Run, Flight> flights = new LinkedHashMap<>();

    /** The run that is to leave next and could not; all behind it wait. */
    private @Nullable Run waiting;

    QueueRoute(ChannelName name, Outbox outbox) {
        this.name = name;
        this.outbox = outbox;
    }

    @Override
    public ChannelName name() {
        return name;
    }

    /**
     * A round trip for each message would be slow, and those with headers are runs of their own.
     */
    @Override
    public boolean keepsOrder() {
        return true;
    }

    @Override
    public boolean publish(Run run, Publisher publisher) {
        var current = flights.get(run);
        if (current == null) {
            if (waiting == null || (waiting == run && !isBehindPausing(null))) {
                send(run, publisher);
            }
            return false;
        }
        if (current.isUnderWay()) {
            return false;
        }
        if (current.isConfirmed()) {
            flights.remove(run);
            outbox.countPublished(run.messages());
            run.release();
            return true;
        }
        var session = outbox.session(publisher);
        if (session != null && !isBehindPausing(current)) {
            current.send(session);
        }
        return false;
    }

    /** Whether one before it is still to be sent again, after which its publisher is resumed. */
    private boolean isBehindPausing(@Nullable Flight flight) {
        for (var earlier : flights.values()) {
            if (earlier == flight) {
                return false;
            }
            if (earlier.isPausing()) {
                return true;
            }
        }
        return false;
    }

    private void send(Run run, Publisher publisher) {
        waiting = null;
        var session = outbox.session(publisher);
        if (session != null) {
            outbox.checkSize(session, run);
        }
        if (session == null || !outbox.window().take(run.sizeInBytes(), publisher)) {
            waiting = run;
            return;
        }
        var sent = new Flight(outbox, Subjects.of(name), run, publisher);
        flights.put(run, sent);
        sent.send(session);
    }

    @Override
    public long forward(Run message, Runnable whenDone) {
        return new Forwarding(message, whenDone).begin();
    }

    @Override
    public void withdraw(Publisher publisher) {
        flights.values().forEach(Flight::abandon);
        flights.clear();
        waiting = null;
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
            if (!done && isOver()) {
                done = true;
                whenDone.run();
            }
        }

        private boolean isOver() {
            try {
                return publish(message, this);
            } catch (NotAcceptedException e) {
                outbox.lostDeadLetters().note(name, 1, String.valueOf(e.getMessage()));
                return true;
            }
        }
    }
}
