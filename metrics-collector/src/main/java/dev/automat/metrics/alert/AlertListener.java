package dev.automat.metrics.alert;

/** Wants to know what becomes of alerts. Called on the alerts' thread: returns at once. */
@FunctionalInterface
interface AlertListener {

    void changed(AlertChange change);
}
