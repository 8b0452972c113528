/** Keeps every source's articles recent, each source on its own. */
@NullMarked
package dev.automat.news.refresh;

import org.jspecify.annotations.NullMarked;
