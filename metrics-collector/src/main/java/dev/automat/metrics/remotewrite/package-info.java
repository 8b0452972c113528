/** Sends samples on to a bigger store that speaks Prometheus' remote write. */
@NullMarked
package dev.automat.metrics.remotewrite;

import org.jspecify.annotations.NullMarked;
