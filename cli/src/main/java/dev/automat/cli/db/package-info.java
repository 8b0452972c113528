/** PostgreSQL at hand: an embedded server, and databases on any server. */
@NullMarked
package dev.automat.cli.db;

import org.jspecify.annotations.NullMarked;
