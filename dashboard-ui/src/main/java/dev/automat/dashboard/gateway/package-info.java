/** Relays {@code /api/<service>/**} to the service, and says so when it is down. */
@NullMarked
package dev.automat.dashboard.gateway;

import org.jspecify.annotations.NullMarked;
