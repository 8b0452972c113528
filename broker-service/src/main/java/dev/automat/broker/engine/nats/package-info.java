/** The engine by which several brokers share channels over NATS; only here is its client known. */
@NullMarked
package dev.automat.broker.engine.nats;

import org.jspecify.annotations.NullMarked;
