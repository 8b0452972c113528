/** Keeps every series on disk: journals, sealed windows of packed columns, and roll-ups of them. */
@NullMarked
package dev.automat.metrics.archive;

import org.jspecify.annotations.NullMarked;
