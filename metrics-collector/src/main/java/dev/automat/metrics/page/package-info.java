/** What the page and every answer of this service carry in their headers. */
@NullMarked
package dev.automat.metrics.page;

import org.jspecify.annotations.NullMarked;
