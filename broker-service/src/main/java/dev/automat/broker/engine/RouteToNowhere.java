package dev.automat.broker.engine;

import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.Publisher;
import dev.automat.broker.channel.Run;
import dev.automat.broker.channel.Traffic;

/** Swallows what is published. */
public record RouteToNowhere(ChannelName name, Traffic traffic) implements Route {

    @Override
    public boolean publish(Run run, Publisher publisher) {
        traffic.swallowed(run.messages());
        run.release();
        return true;
    }

    @Override
    public void withdraw(Publisher publisher) {
        // Nobody is ever held here.
    }
}
