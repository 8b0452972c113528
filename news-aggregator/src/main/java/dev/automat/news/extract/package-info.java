/** Finds headlines in a page; pure. */
@NullMarked
package dev.automat.news.extract;

import org.jspecify.annotations.NullMarked;
