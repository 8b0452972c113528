/** What doors ask of an engine: routes for publishers, subscriptions for subscribers. */
@NullMarked
package dev.automat.broker.engine;

import org.jspecify.annotations.NullMarked;
