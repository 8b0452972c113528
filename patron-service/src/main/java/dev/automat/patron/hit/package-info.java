/** Answers what the cache knows on the shortest way: in the pipeline, in front of WebFlux. */
@NullMarked
package dev.automat.patron.hit;

import org.jspecify.annotations.NullMarked;
