/** The {@code backend} command: an app to watch. */
@NullMarked
package dev.automat.cli.backend;

import org.jspecify.annotations.NullMarked;
