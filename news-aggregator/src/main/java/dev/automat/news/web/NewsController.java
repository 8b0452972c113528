package dev.automat.news.web;

import dev.automat.news.refresh.Newsroom;
import dev.automat.web.stream.LiveStreams;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Headlines over HTTP. */
@RestController
final class NewsController {

    /** How long the first readers wait for sources to load before they see that they do. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);

    private final Newsroom newsroom;
    private final NewsPage page;
    private final PageStyle style;
    private final LiveStreams streams;
    private final Clock clock;

    NewsController(
            Newsroom newsroom, NewsPage page, PageStyle style, LiveStreams streams, Clock clock) {
        this.newsroom = newsroom;
        this.page = page;
        this.style = style;
        this.streams = streams;
        this.clock = clock;
    }

    @GetMapping("/news")
    Mono<ResponseEntity<String>> page() {
        return newsroom.settled(PATIENCE)
                .map(sources -> page.html(sources, clock.instant()))
                .map(this::document);
    }

    private ResponseEntity<String> document(String html) {
        return ResponseEntity.ok()
                .contentType(HTML)
                .cacheControl(CacheControl.noCache())
                .header("Content-Security-Policy", style.policy())
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .body(html);
    }

    @GetMapping(path = "/api/news", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<NewsResponse> news() {
        return newsroom.settled(PATIENCE).map(NewsResponse::of);
    }

    @GetMapping(path = "/api/news/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<SourceResponse>> events() {
        return streams.keepAlive(
                newsroom.changes()
                        .map(SourceResponse::of)
                        .map(source -> ServerSentEvent.builder(source).event("source").build()));
    }

    /** Has the sources read again soon; those read a moment ago are left alone. */
    @PostMapping("/api/news/refresh")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void refresh() {
        newsroom.hurry();
    }
}
