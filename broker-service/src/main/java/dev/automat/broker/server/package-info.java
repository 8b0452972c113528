/** Listens at the doors, keeps the list of connections and drains it at the end. */
@NullMarked
package dev.automat.broker.server;

import org.jspecify.annotations.NullMarked;
