package dev.automat.metrics.remotewrite;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of samples since the start.
 *
 * @param sent they are stored
 * @param refused the receiver never takes them
 * @param dropped they were the oldest when there was no room
 * @param late they were no later than one before of the same app
 * @param retries requests that had to be sent again
 */
record Counts(
        LongAdder sent, LongAdder refused, LongAdder dropped, LongAdder late, LongAdder retries) {

    Counts() {
        this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
    }

    void register(MeterRegistry meters) {
        register("sent", sent, meters);
        register("refused", refused, meters);
        register("dropped", dropped, meters);
        register("late", late, meters);
        FunctionCounter.builder("automat.metrics.remote-write.retries", retries, LongAdder::sum)
                .description("Requests that had to be sent again")
                .register(meters);
    }

    private static void register(String outcome, LongAdder samples, MeterRegistry meters) {
        FunctionCounter.builder("automat.metrics.remote-write.samples", samples, LongAdder::sum)
                .description("Samples sent on, and those that were not, by reason")
                .tag("outcome", outcome)
                .register(meters);
    }
}
