/** Server-sent events that stay alive and end in time. */
@NullMarked
package dev.automat.web.stream;

import org.jspecify.annotations.NullMarked;
