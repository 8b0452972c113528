/** The automat command: one subcommand per feature package. */
@NullMarked
package dev.automat.cli;

import org.jspecify.annotations.NullMarked;
