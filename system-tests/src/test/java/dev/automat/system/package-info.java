/** The suite as a user starts it, looked at from outside: HTTP, sockets, processes, a browser. */
@NullMarked
package dev.automat.system;

import org.jspecify.annotations.NullMarked;
