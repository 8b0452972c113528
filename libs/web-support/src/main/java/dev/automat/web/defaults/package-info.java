/** What every service of the suite starts from: loopback, graceful shutdown, problem details. */
@NullMarked
package dev.automat.web.defaults;

import org.jspecify.annotations.NullMarked;
