package dev.automat.patron.changefeed;

import java.util.Set;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where changes come from. */
public interface ChangeFeed {

    /**
     * Listens for changes.
     *
     * <p>The subscription holds one database connection, replaces it when it is lost or silent, and
     * closes it on cancel. Events come on that connection's event loop, so that whoever takes them
     * has microseconds; subscribe with unbounded demand, for a source that must wait ends.
     *
     * @param tables names of the tables to hear of
     * @return events in commit order; never completes, never fails. A change that comes as {@link
     *     FeedEvent.Committed} may be older than new snapshots
     */
    Flux<FeedEvent> events(Set<String> tables);

    /**
     * Sends a heartbeat to the connection of {@link #events}, by the road that writers take: what
     * comes back proves that this road and the feed lead to one database, and that all that was
     * committed before has been delivered.
     *
     * @param text asked for at the last moment before the heartbeat is sent
     * @return completes when it is committed; fails when the database cannot be reached
     */
    Mono<Void> sendHeartbeat(Supplier<String> text);

    /**
     * Looks whether the database reports all changes of a table.
     *
     * @return one answer; fails when the database cannot be reached
     */
    Mono<FeedAudit> audit(String table);
}
