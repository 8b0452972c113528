/**
 * Routing between publishers and subscribers, in memory and without sockets. Each channel has one
 * lock, held only for the routing itself: publishers and subscribers are told what to do next by
 * {@link dev.automat.broker.channel.Publisher} and {@link dev.automat.broker.channel.Recipient},
 * which only schedule work on their own threads.
 */
@NullMarked
package dev.automat.broker.channel;

import org.jspecify.annotations.NullMarked;
