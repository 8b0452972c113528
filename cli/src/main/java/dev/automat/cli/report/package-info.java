/** Reports any process of this machine to the metrics collector. */
@NullMarked
package dev.automat.cli.report;

import org.jspecify.annotations.NullMarked;
