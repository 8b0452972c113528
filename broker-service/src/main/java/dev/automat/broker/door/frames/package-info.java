/**
 * The frames door: length-prefixed frames over TCP. The unit of work is a read: all its complete
 * frames are parsed, sorted by channel and published as one run each.
 */
@NullMarked
package dev.automat.broker.door.frames;

import org.jspecify.annotations.NullMarked;
