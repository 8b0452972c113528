/** ZMTP's bytes, without sockets: greeting, frames, commands and security mechanisms. */
@NullMarked
package dev.automat.zmtp.wire;

import org.jspecify.annotations.NullMarked;
