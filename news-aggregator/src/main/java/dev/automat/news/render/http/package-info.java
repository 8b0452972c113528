/** Renders by fetching the page once, without script. */
@NullMarked
package dev.automat.news.render.http;

import org.jspecify.annotations.NullMarked;
