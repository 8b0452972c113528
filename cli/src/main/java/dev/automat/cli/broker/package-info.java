/** Listening to and sending through the broker. */
@NullMarked
package dev.automat.cli.broker;

import org.jspecify.annotations.NullMarked;
