/** Child processes: start, watch, restart, stop, and what they say. */
@NullMarked
package dev.automat.cli.launch.child;

import org.jspecify.annotations.NullMarked;
