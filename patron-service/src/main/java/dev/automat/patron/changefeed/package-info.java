/**
 * Changes of watched tables, on their way from the database to those who keep copies: read, proven,
 * dispatched by channel, logged, and streamed to HTTP clients.
 *
 * <p>What a feed reports is half of a coherent cache; the other half is proof that it reports.
 * {@link dev.automat.patron.changefeed.FeedEvent.Opened} and {@link
 * dev.automat.patron.changefeed.FeedEvent.Lost} are that proof as far as the connection shows it. A
 * half-open link shows nothing: it is found by the heartbeat, sent through the writers' pool and
 * heard here.
 */
@NullMarked
package dev.automat.patron.changefeed;

import org.jspecify.annotations.NullMarked;
