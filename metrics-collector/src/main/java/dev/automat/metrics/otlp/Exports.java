package dev.automat.metrics.otlp;

import dev.automat.metrics.ingest.SampleIntake;
import dev.automat.metrics.sample.Reading;
import dev.automat.metrics.sample.Sender;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes samples of what SDKs export, and hands them in where all samples come in. Not safe for
 * several threads.
 */
@Component
final class Exports {

    private static final long NANOS = 1_000_000_000;

    private final JsonMapper json;
    private final SampleIntake intake;
    private final Clock clock;
    private final int maxPoints;
    private final Apps apps;

    Exports(JsonMapper json, SampleIntake intake, Clock clock, OtlpProperties properties) {
        this.json = json;
        this.intake = intake;
        this.clock = clock;
        this.maxPoints = properties.maxPoints();
        this.apps = new Apps(properties.maxApps());
    }

    /** Takes one request from a peer, and says what became of its points. */
    Verdict take(ExportMetricsServiceRequest request, String address) {
        var verdict = new Verdict(points(request));
        long left = maxPoints;
        for (var resource : request.getResourceMetricsList()) {
            int points = points(resource);
            if (points > left) {
                verdict.reject(
                        points, "a request may have at most " + maxPoints + " points it takes");
            } else {
                left -= points;
                take(resource, points, address, verdict);
            }
        }
        return verdict;
    }

    private static int points(ExportMetricsServiceRequest request) {
        return request.getResourceMetricsList().stream().mapToInt(Exports::points).sum();
    }

    private static int points(ResourceMetrics resource) {
        return resource.getScopeMetricsList().stream()
                .flatMap(scope -> scope.getMetricsList().stream())
                .mapToInt((Metric metric) -> PointReader.count(metric))
                .sum();
    }

    private void take(ResourceMetrics resource, int points, String address, Verdict verdict) {
        var identity = Identity.of(resource.getResource());
        if (identity == null) {
            verdict.reject(points, "service.name must be given and have at most 128 characters");
            return;
        }
        var now = clock.instant();
        var app = points == 0 ? null : apps.find(identity, now);
        if (app == null) {
            verdict.reject(points, "there are too many apps");
            return;
        }
        var sender = new Sender(-app.number(), address);
        long nanos = now.getEpochSecond() * NANOS + now.getNano();
        for (var moment : PointReader.read(resource, nanos, verdict)) {
            var fields = app.fields(moment, verdict);
            if (fields != null) {
                take(identity, app, moment, fields, sender, verdict);
            }
        }
    }

    private void take(
            Identity identity,
            App app,
            Moment moment,
            Map<String, Double> fields,
            Sender sender,
            Verdict verdict) {
        var sample = json.createObjectNode();
        sample.put("color", app.name());
        sample.put("timestamp", Instant.ofEpochSecond(0, moment.time()).toString());
        fields.forEach(sample::put);
        if (identity.pid() != 0) {
            sample.put("pid", identity.pid());
        }
        if (!identity.host().isEmpty()) {
            sample.put("host", identity.host());
        }
        var message = ByteBuffer.wrap(json.writeValueAsBytes(sample));
        if (intake.receive(sender, message) instanceof Reading.Rejected(var reason)) {
            verdict.reject(moment.points(), reason.text());
        }
    }
}
