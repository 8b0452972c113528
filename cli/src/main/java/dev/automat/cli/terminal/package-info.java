/** What every command needs to speak with the person at the terminal. */
@NullMarked
package dev.automat.cli.terminal;

import org.jspecify.annotations.NullMarked;
