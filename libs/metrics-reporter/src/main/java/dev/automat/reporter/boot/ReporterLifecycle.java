package dev.automat.reporter.boot;

import dev.automat.reporter.MetricsReporter;
import dev.automat.reporter.ReporterOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Reports while the application runs; nothing connects before it starts. */
final class ReporterLifecycle implements SmartLifecycle {

    private final ReporterOptions options;
    private volatile @Nullable MetricsReporter reporter;

    ReporterLifecycle(ReporterOptions options) {
        this.options = options;
    }

    @Override
    public void start() {
        reporter = MetricsReporter.start(options);
    }

    @Override
    public void stop() {
        var running = reporter;
        reporter = null;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public boolean isRunning() {
        return reporter != null;
    }
}
