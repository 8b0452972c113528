/** Ports: whether one is free, and who holds it when not. */
@NullMarked
package dev.automat.cli.launch.port;

import org.jspecify.annotations.NullMarked;
