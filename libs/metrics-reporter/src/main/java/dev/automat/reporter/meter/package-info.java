/** Micrometer's meters as further fields, for apps that have it. */
@NullMarked
package dev.automat.reporter.meter;

import org.jspecify.annotations.NullMarked;
