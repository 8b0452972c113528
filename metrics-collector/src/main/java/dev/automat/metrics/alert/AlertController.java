package dev.automat.metrics.alert;

import jakarta.validation.Valid;
import java.time.Clock;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** Alerts over HTTP. */
@RestController
final class AlertController {

    private final AlertWatch watch;
    private final AlertStream stream;
    private final Clock clock;

    AlertController(AlertWatch watch, AlertStream stream, Clock clock) {
        this.watch = watch;
        this.stream = stream;
        this.clock = clock;
    }

    /** Those that last, then the newest of those that are over. */
    @GetMapping("/api/alerts")
    List<Alert> all() {
        return watch.board().all();
    }

    /** The same as event {@code alerts}, then {@code raised}, {@code muted}, {@code over}. */
    @GetMapping(value = "/api/alerts/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<Object>> events() {
        return stream.events(this::all);
    }

    /** Ends one that lasts; whose cause stays is raised again only after that was gone. */
    @DeleteMapping("/api/alerts")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void dismiss(@RequestParam String series, @RequestParam String rule) {
        if (!watch.board().dismiss(series, rule, clock.instant())) {
            throw new UnknownAlertException();
        }
    }

    @GetMapping("/api/alerts/rules")
    RulesResponse rules() {
        return new RulesResponse(watch.rules().rules(), watch.rules().problem());
    }

    @GetMapping("/api/alerts/mutes")
    List<Mute> mutes() {
        return watch.mutes().all(clock.instant());
    }

    /** Mutes from the next look on, which is at most five seconds away. */
    @PostMapping("/api/alerts/mutes")
    @ResponseStatus(HttpStatus.CREATED)
    Mute mute(@RequestBody @Valid MuteRequest request) {
        var now = clock.instant();
        var mute = request.mute(now);
        if (!watch.mutes().add(mute, now)) {
            throw new TooManyMutesException(Mutes.MAX);
        }
        return mute;
    }

    @DeleteMapping("/api/alerts/mutes/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unmute(@PathVariable String id) {
        if (!watch.mutes().remove(id)) {
            throw new UnknownMuteException();
        }
    }
}
