/** Three ways to wait on one event loop. */
@NullMarked
package dev.automat.cli.hello;

import org.jspecify.annotations.NullMarked;
