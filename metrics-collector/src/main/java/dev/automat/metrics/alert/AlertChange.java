package dev.automat.metrics.alert;

/**
 * What became of an alert.
 *
 * @param event what happened
 * @param alert as it is now
 * @param isNews whether one who hears of nothing that is muted should be told
 */
record AlertChange(Event event, Alert alert, boolean isNews) {

    enum Event {
        RAISED,
        MUTED,
        UNMUTED,
        OVER
    }
}
