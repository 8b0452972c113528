/** Takes messages from ZeroMQ sockets and tells samples from junk. */
@NullMarked
package dev.automat.metrics.ingest;

import org.jspecify.annotations.NullMarked;
