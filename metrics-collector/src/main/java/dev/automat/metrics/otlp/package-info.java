/** Takes metrics from OpenTelemetry SDKs over HTTP and makes samples of them. */
@NullMarked
package dev.automat.metrics.otlp;

import org.jspecify.annotations.NullMarked;
