/** Says what needs a person: apps that fell silent, and apps that leak. */
@NullMarked
package dev.automat.metrics.alert;

import org.jspecify.annotations.NullMarked;
