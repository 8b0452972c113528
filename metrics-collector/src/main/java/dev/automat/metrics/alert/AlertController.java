package dev.automat.metrics.alert;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Alerts over HTTP. */
@RestController
final class AlertController {

    private final AlertWatch watch;

    AlertController(AlertWatch watch) {
        this.watch = watch;
    }

    /** Those that last, then the newest of those that are over. */
    @GetMapping("/api/alerts")
    List<Alert> all() {
        return watch.board().all();
    }
}
