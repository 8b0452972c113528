/** Remembers the last hour of every series, one value a second. */
@NullMarked
package dev.automat.metrics.history;

import org.jspecify.annotations.NullMarked;
