/**
 * The STOMP door: versions 1.0 to 1.2 on the same channels as all doors. A session handles its
 * frames one by one and in order; it is not read while a channel does not accept what it sent.
 */
@NullMarked
package dev.automat.broker.door.stomp;

import org.jspecify.annotations.NullMarked;
