package dev.automat.metrics.otlp;

import dev.automat.metrics.otlp.ExportRefusedException.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Counts what came over OTLP. */
final class OtlpMeters {

    private final Counter taken;
    private final Counter rejected;
    private final Counter requests;
    private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);

    OtlpMeters(MeterRegistry meters) {
        taken = points("taken", meters);
        rejected = points("rejected", meters);
        requests = requests("taken", meters);
        for (var reason : Reason.values()) {
            refused.put(reason, requests(reason.text(), meters));
        }
    }

    private static Counter points(String outcome, MeterRegistry meters) {
        return Counter.builder("automat.metrics.otlp.points")
                .description("Data points of requests that were read")
                .tag("outcome", outcome)
                .register(meters);
    }

    private static Counter requests(String outcome, MeterRegistry meters) {
        return Counter.builder("automat.metrics.otlp.requests")
                .description("Requests that were read, and those that were refused, by reason")
                .tag("outcome", outcome)
                .register(meters);
    }

    void taken(Verdict verdict) {
        requests.increment();
        taken.increment(verdict.taken());
        rejected.increment(verdict.rejected());
    }

    void refused(Reason reason) {
        var counter = refused.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }
}
