/** The launcher: what belongs to the suite, and the commands {@code up} and {@code status}. */
@NullMarked
package dev.automat.cli.launch;

import org.jspecify.annotations.NullMarked;
