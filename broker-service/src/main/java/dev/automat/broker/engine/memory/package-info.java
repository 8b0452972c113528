/** The engine that keeps channels in this process's memory. */
@NullMarked
package dev.automat.broker.engine.memory;

import org.jspecify.annotations.NullMarked;
