/** Spring Boot's auto-configuration, for apps that use Spring Boot. */
@NullMarked
package dev.automat.reporter.boot;

import org.jspecify.annotations.NullMarked;
