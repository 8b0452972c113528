/** What the broker is doing, over HTTP and as metrics. */
@NullMarked
package dev.automat.broker.status;

import org.jspecify.annotations.NullMarked;
