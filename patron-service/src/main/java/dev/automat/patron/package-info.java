/**
 * Starts the service. Its packages in data-flow order: a request goes to {@code patron}, from there
 * to {@code cache}, which decorates the repository, and on to {@code postgres}; a change of the
 * database goes from {@code postgres} through {@code changefeed} to {@code cache}.
 */
@NullMarked
package dev.automat.patron;

import org.jspecify.annotations.NullMarked;
