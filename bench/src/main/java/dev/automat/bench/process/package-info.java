/** What every server that is measured has in common, as a process. */
@NullMarked
package dev.automat.bench.process;

import org.jspecify.annotations.NullMarked;
