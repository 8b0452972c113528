/** Sockets that speak ZeroMQ's wire protocol, ZMTP 3.0 and 3.1: PUB, SUB, PUSH and PULL. */
@NullMarked
package dev.automat.zmtp;

import org.jspecify.annotations.NullMarked;
