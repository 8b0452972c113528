/** A look at a queue with two faces. */
@NullMarked
package dev.automat.cli.janus;

import org.jspecify.annotations.NullMarked;
