package dev.automat.broker.engine.nats;

import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.Publisher;
import dev.automat.broker.channel.Run;
import dev.automat.broker.engine.Route;
import org.jspecify.annotations.Nullable;

/** To all brokers that have subscribers; accepted when handed to the connection. */
final class TopicRoute implements Route {

    private final ChannelName name;
    private final Outbox outbox;
    private final TopicMarks marks;
    private @Nullable String subject;

    TopicRoute(ChannelName name, Outbox outbox, TopicMarks marks) {
        this.name = name;
        this.outbox = outbox;
        this.marks = marks;
    }

    @Override
    public ChannelName name() {
        return name;
    }

    @Override
    public boolean publish(Run run, Publisher publisher) {
        var session = outbox.session(publisher);
        if (session == null) {
            return false;
        }
        outbox.checkSize(session, run);
        if (!outbox.window().take(run.sizeInBytes(), publisher)) {
            // What was sent last may be all that is awaited.
            marks.mark(session);
            return false;
        }
        var to = subject == null ? Subjects.of(name) : subject;
        subject = to;
        var headers = Wire.headers(run.envelope());
        try {
            for (var data : run.copies()) {
                session.connection().publish(to, headers, data);
            }
        } catch (IllegalStateException e) {
            // The connection was closed meanwhile. What was sent of the run is sent again.
            outbox.window().giveBack(run.sizeInBytes());
            outbox.window().hold(publisher);
            return false;
        }
        marks.sent(session, run.sizeInBytes());
        outbox.countPublished(run.messages());
        run.release();
        return true;
    }

    @Override
    public void withdraw(Publisher publisher) {
        outbox.window().forget(publisher);
    }
}
