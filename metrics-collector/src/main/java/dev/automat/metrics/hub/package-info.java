/** Hands every sample to every live client without waiting for any of them. */
@NullMarked
package dev.automat.metrics.hub;

import org.jspecify.annotations.NullMarked;
