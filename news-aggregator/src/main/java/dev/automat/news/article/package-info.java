/** Headlines as they are kept and shown. */
@NullMarked
package dev.automat.news.article;

import org.jspecify.annotations.NullMarked;
