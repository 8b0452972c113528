/** Two ZeroMQ sockets side by side, and something for them to receive. */
@NullMarked
package dev.automat.cli.poll;

import org.jspecify.annotations.NullMarked;
