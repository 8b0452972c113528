/** An app reports its CPU and memory to the metrics collector; needs nothing but the JDK. */
@NullMarked
package dev.automat.reporter;

import org.jspecify.annotations.NullMarked;
