package dev.automat.patron.hit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.TimeUnit;

/** Counts answers under the name and the tags that WebFlux has for its own. */
final class HitMeters {

    private final Timer found;
    private final Timer unchanged;
    private final Timer missing;
    private final Counter shortWay;

    HitMeters(MeterRegistry meters) {
        this.found = timer(meters, HttpResponseStatus.OK, "SUCCESS");
        this.unchanged = timer(meters, HttpResponseStatus.NOT_MODIFIED, "REDIRECTION");
        this.missing = timer(meters, HttpResponseStatus.NOT_FOUND, "CLIENT_ERROR");
        this.shortWay =
                Counter.builder("patron.http.short.way")
                        .description("Requests answered in front of WebFlux")
                        .register(meters);
    }

    private static Timer timer(MeterRegistry meters, HttpResponseStatus status, String outcome) {
        return Timer.builder("http.server.requests")
                .tag("error", "none")
                .tag("exception", "none")
                .tag("method", "GET")
                .tag("outcome", outcome)
                .tag("status", status.codeAsText().toString())
                .tag("uri", "/patron/{id}")
                .register(meters);
    }

    /** Counts a hit on the short way. */
    void hit(int status, long nanos) {
        shortWay.increment();
        answer(status, nanos);
    }

    /** Counts an answer of any way that WebFlux does not count itself. */
    void answer(int status, long nanos) {
        timer(status).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(int status) {
        return switch (status) {
            case 200 -> found;
            case 304 -> unchanged;
            default -> missing;
        };
    }
}
