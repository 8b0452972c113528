/** Headlines of many sites on one page. */
@NullMarked
package dev.automat.news;

import org.jspecify.annotations.NullMarked;
