/** Describes the service to those who call it. */
@NullMarked
package dev.automat.patron.openapi;

import org.jspecify.annotations.NullMarked;
