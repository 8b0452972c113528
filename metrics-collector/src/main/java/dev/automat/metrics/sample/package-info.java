/** What an app says about itself once in a while, and how it is read from JSON. */
@NullMarked
package dev.automat.metrics.sample;

import org.jspecify.annotations.NullMarked;
