package dev.automat.broker.engine.memory;

import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.Publisher;
import dev.automat.broker.channel.Run;
import dev.automat.broker.channel.Traffic;
import dev.automat.broker.engine.Route;

/** Swallows what is published. */
record RouteToNowhere(ChannelName name, Traffic traffic) implements Route {

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
