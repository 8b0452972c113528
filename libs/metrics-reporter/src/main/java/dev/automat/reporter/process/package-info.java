/** Reads what this process uses. */
@NullMarked
package dev.automat.reporter.process;

import org.jspecify.annotations.NullMarked;
