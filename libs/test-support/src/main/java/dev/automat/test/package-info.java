/** Shared by the tests of all modules: architecture rules, loopback helpers, PostgreSQL. */
@NullMarked
package dev.automat.test;

import org.jspecify.annotations.NullMarked;
