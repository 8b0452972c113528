/** Serves the one-page application: one HTML page for all views, and what it loads. */
@NullMarked
package dev.automat.dashboard.site;

import org.jspecify.annotations.NullMarked;
