/** Boot applications on disk: extracted once, and trained once, so that they start fast. */
@NullMarked
package dev.automat.cli.launch.app;

import org.jspecify.annotations.NullMarked;
