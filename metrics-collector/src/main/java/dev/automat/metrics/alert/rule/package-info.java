/** What alerts are raised for, as a file says it. */
@NullMarked
package dev.automat.metrics.alert.rule;

import org.jspecify.annotations.NullMarked;
