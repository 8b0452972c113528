/** The suite's web page, and the one origin a browser talks to. */
@NullMarked
package dev.automat.dashboard;

import org.jspecify.annotations.NullMarked;
