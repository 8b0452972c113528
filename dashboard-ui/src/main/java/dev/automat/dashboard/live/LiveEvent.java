package dev.automat.dashboard.live;

/**
 * One event for the page.
 *
 * @param name what it is: {@code sample}, {@code broker}, {@code patron}, {@code news}, {@code
 *     suite}, {@code hello}, {@code opened} or {@code gap}
 * @param json its data, as received or encoded once
 */
record LiveEvent(String name, String json) {

    /** Says that this viewer was too slow and missed events. */
    static LiveEvent gap(long lost) {
        return new LiveEvent("gap", "{\"lost\":" + lost + "}");
    }

    /** Says that a service's stream is open (again), or has a gap: what it said before is lost. */
    static LiveEvent opened(String upstream) {
        return new LiveEvent("opened", "{\"upstream\":\"" + upstream + "\"}");
    }
}
