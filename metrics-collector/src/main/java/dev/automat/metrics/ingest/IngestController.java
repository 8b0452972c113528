package dev.automat.metrics.ingest;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What came in. */
@RestController
final class IngestController {

    private final SampleIntake intake;
    private final ZmtpListeners listeners;

    IngestController(SampleIntake intake, ZmtpListeners listeners) {
        this.intake = intake;
        this.listeners = listeners;
    }

    @GetMapping("/api/ingest")
    IngestResponse ingest() {
        var rejections = intake.rejections();
        return new IngestResponse(
                intake.received(),
                rejections.values().stream().mapToLong(Long::longValue).sum(),
                rejections,
                listeners.connections(),
                listeners.violations(),
                new IngestResponse.Endpoints(listeners.subEndpoint(), listeners.pullEndpoint()));
    }
}
