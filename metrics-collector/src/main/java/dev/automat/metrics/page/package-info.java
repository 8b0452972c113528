/** What every page and answer of this service carries in its headers. */
@NullMarked
package dev.automat.metrics.page;

import org.jspecify.annotations.NullMarked;
