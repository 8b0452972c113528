/** Ends a service whose launcher is gone. */
@NullMarked
package dev.automat.web.launcher;

import org.jspecify.annotations.NullMarked;
