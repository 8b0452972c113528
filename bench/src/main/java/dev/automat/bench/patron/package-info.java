/** What the patron service does beside others that answer the same, in one run. */
@NullMarked
package dev.automat.bench.patron;

import org.jspecify.annotations.NullMarked;
