/** Renders in a Splash server. */
@NullMarked
package dev.automat.news.render.splash;

import org.jspecify.annotations.NullMarked;
