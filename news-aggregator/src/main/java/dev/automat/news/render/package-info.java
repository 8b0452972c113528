/** Turns an address into the HTML a reader's browser would hold. */
@NullMarked
package dev.automat.news.render;

import org.jspecify.annotations.NullMarked;
