/** Shows articles as a page, as JSON and as a stream of events. */
@NullMarked
package dev.automat.news.web;

import org.jspecify.annotations.NullMarked;
