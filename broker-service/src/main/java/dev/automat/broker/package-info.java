/** Message broker: length-prefixed frames in, topics and queues, frames out. */
@NullMarked
package dev.automat.broker;

import org.jspecify.annotations.NullMarked;
