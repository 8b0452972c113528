package dev.automat.metrics.restart;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Restarts over HTTP. */
@RestController
final class RestartController {

    private final RestartLog log;

    RestartController(RestartLog log) {
        this.log = log;
    }

    /** The newest first. */
    @GetMapping("/api/restarts")
    List<Restart> all() {
        return log.all();
    }
}
