/** Shows live what the broker is doing: the {@code top} command. */
@NullMarked
package dev.automat.cli.top;

import org.jspecify.annotations.NullMarked;
