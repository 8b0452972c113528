package dev.automat.reporter;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Says changes in the log of the platform, which needs no library. */
final class LoggingListener implements ReporterListener {

    private static final Logger log = System.getLogger(MetricsReporter.class.getName());

    private final String endpoint;

    LoggingListener(String endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void connected() {
        log.log(Level.INFO, "Reporting to {0}", endpoint);
    }

    @Override
    public void disconnected(String why) {
        log.log(Level.INFO, "Not reporting to {0} until it is there: {1}", endpoint, why);
    }
}
