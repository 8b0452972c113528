/** The live feed over HTTP. */
@NullMarked
package dev.automat.metrics.stream;

import org.jspecify.annotations.NullMarked;
