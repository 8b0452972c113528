/** What the doors share. */
@NullMarked
package dev.automat.broker.door;

import org.jspecify.annotations.NullMarked;
