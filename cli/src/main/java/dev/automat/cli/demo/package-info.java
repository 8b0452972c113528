/** Life for a demo: made-up news sites, a restaurant's patrons, and broker traffic. */
@NullMarked
package dev.automat.cli.demo;

import org.jspecify.annotations.NullMarked;
