/** Renders in a Chromium installed on this machine. */
@NullMarked
package dev.automat.news.render.chromium;

import org.jspecify.annotations.NullMarked;
