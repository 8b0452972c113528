/** Keeps a listener on loopback unless its owner said otherwise. */
@NullMarked
package dev.automat.web.listener;

import org.jspecify.annotations.NullMarked;
