/** When an app came back as another process. */
@NullMarked
package dev.automat.metrics.restart;

import org.jspecify.annotations.NullMarked;
