/** A bounded queue with two faces: blocking for threads, reactive for chains. */
@NullMarked
package dev.automat.janus;

import org.jspecify.annotations.NullMarked;
