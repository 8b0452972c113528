/** The {@code patrons} commands: all patrons into a file, and out of one. */
@NullMarked
package dev.automat.cli.patrons;

import org.jspecify.annotations.NullMarked;
