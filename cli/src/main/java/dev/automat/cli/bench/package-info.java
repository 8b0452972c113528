/** Measures what the services reach: the {@code bench} command. */
@NullMarked
package dev.automat.cli.bench;

import org.jspecify.annotations.NullMarked;
