/** The one stream of the page: what all services report, merged, and who of them is up. */
@NullMarked
package dev.automat.dashboard.live;

import org.jspecify.annotations.NullMarked;
