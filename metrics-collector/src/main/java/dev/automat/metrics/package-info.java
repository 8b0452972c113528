/** Collects the samples that apps publish over ZeroMQ; keeps, streams and draws them. */
@NullMarked
package dev.automat.metrics;

import org.jspecify.annotations.NullMarked;
