/** What the metrics collector does beside its peers, in one run. */
@NullMarked
package dev.automat.bench.metrics;

import org.jspecify.annotations.NullMarked;
