/** A ZeroMQ PUB socket with one peer (ZMTP 3.0 and 3.1, RFC 23 and 37) on a plain socket. */
@NullMarked
package dev.automat.reporter.wire;

import org.jspecify.annotations.NullMarked;
