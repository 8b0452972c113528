package dev.automat.patron.changefeed;

import java.util.Set;
import reactor.core.publisher.Flux;

/** Where changes come from. */
public interface ChangeFeed {

    /**
     * Listens for changes.
     *
     * <p>The subscription holds one database connection, replaces it when it is lost, and closes it
     * on cancel. Events come on that connection's event loop, so that whoever takes them has
     * microseconds; subscribe with unbounded demand, for a source that must wait ends.
     *
     * @param channels names of the channels to listen to
     * @return events in commit order; never completes, never fails
     */
    Flux<FeedEvent> events(Set<String> channels);
}
