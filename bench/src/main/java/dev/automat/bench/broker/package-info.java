/** How fast the broker is beside a relay that does nothing else. */
@NullMarked
package dev.automat.bench.broker;

import org.jspecify.annotations.NullMarked;
