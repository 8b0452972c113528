/**
 * Changes of watched tables, on their way from the database to those who keep copies: read, proven,
 * dispatched by channel, logged, and streamed to HTTP clients.
 *
 * <p>What a feed reports is half of a coherent cache; the other half is proof that it reports. A
 * connection shows when it is lost, as far as it knows; a half-open link does not know. So {@link
 * dev.automat.patron.changefeed.Heartbeat} sends heartbeats through the writers' pool that must
 * come back here, and {@link dev.automat.patron.changefeed.WatchAudit} looks after the triggers.
 */
@NullMarked
package dev.automat.patron.changefeed;

import org.jspecify.annotations.NullMarked;
