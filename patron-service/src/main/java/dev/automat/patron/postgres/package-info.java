/** PostgreSQL: schema, rows, and the feed of changes. The only package that knows the driver. */
@NullMarked
package dev.automat.patron.postgres;

import org.jspecify.annotations.NullMarked;
