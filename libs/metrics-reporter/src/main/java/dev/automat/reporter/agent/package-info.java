/** For apps whose code one cannot change: {@code java -javaagent:metrics-reporter.jar=orders}. */
@NullMarked
package dev.automat.reporter.agent;

import org.jspecify.annotations.NullMarked;
