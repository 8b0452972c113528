/** Patrons: what they are, how HTTP clients see them, and the repository they need. */
@NullMarked
package dev.automat.patron.patron;

import org.jspecify.annotations.NullMarked;
