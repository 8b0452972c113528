package dev.automat.news.render.splash;

import dev.automat.news.render.AddressGuard;
import dev.automat.news.render.Page;
import dev.automat.news.render.RenderFailedException;
import dev.automat.news.render.RenderFailure;
import dev.automat.news.render.RenderProperties;
import dev.automat.news.render.RenderRequest;
import dev.automat.news.render.Renderer;
import dev.automat.news.source.RenderMode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Renders in a Splash server.
 *
 * <p>The page's address is checked before Splash is asked; where redirects and scripts lead from
 * there is up to Splash, which therefore belongs into a network without anything to hide. Splash
 * answers 200 with a site's error page, so a site that is broken shows as one without headlines.
 */
@Component
final class SplashRenderer implements Renderer {

    /** What the way to Splash and back may add to its own limit. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final SplashProperties properties;
    private final AddressGuard guard;
    private final JsonMapper mapper;
    private final WebClient client;

    SplashRenderer(
            SplashProperties properties,
            RenderProperties limits,
            AddressGuard guard,
            JsonMapper mapper) {
        this.properties = properties;
        this.guard = guard;
        this.mapper = mapper;
        this.client =
                WebClient.builder()
                        .clientConnector(
                                new ReactorClientHttpConnector(
                                        HttpClient.create().followRedirect(false)))
                        .codecs(codecs ->
                                codecs.defaultCodecs()
                                        .maxInMemorySize(
                                                Math.toIntExact(limits.maxPageSize().toBytes())))
                        .build();
    }

    @Override
    public RenderMode mode() {
        return RenderMode.SPLASH;
    }

    @Override
    public boolean isAvailable() {
        return !properties.url().isBlank();
    }

    @Override
    public Mono<Page> render(RenderRequest request) {
        if (!isAvailable()) {
            return Mono.error(
                    new RenderFailedException(
                            RenderFailure.RENDERER_MISSING,
                            "No Splash server is configured (automat.news.splash.url)"));
        }
        var limit = properties.timeout().plus(GRACE);
        return permit(request.url())
                .then(client.get().uri(question(request.url())).exchangeToMono(this::body))
                .map(html -> new Page(request.url(), html))
                .timeout(limit)
                .onErrorMap(this::translate);
    }

    private Mono<Void> permit(URI url) {
        return Mono.fromCallable(() -> guard.resolve(url.getHost(), AddressGuard.port(url)))
                .subscribeOn(Schedulers.boundedElastic())
                .then();
    }

    private URI question(URI url) {
        return UriComponentsBuilder.fromUriString(properties.url())
                .path("/render.html")
                .queryParam("url", "{url}")
                .queryParam("timeout", properties.timeout().toSeconds())
                .queryParam("wait", properties.pause().toSeconds())
                .encode()
                .buildAndExpand(url)
                .toUri();
    }

    private Mono<String> body(ClientResponse response) {
        // Whatever the page was written in, Splash answers in UTF-8.
        var text =
                response.bodyToMono(byte[].class)
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .defaultIfEmpty("");
        return response.statusCode().is2xxSuccessful()
                ? text
                : text.flatMap(body -> Mono.error(error(response.statusCode(), body)));
    }

    private RenderFailedException error(HttpStatusCode status, String body) {
        return SplashError.failure(mapper, status.value(), body);
    }

    private RenderFailedException translate(Throwable cause) {
        return switch (cause) {
            case RenderFailedException failure -> failure;
            case DataBufferLimitException _ ->
                    new RenderFailedException(
                            RenderFailure.TOO_LARGE, "The rendered page is too long", cause);
            case TimeoutException _ ->
                    new RenderFailedException(
                            RenderFailure.TIMEOUT, "Splash ran out of time for the page", cause);
            default ->
                    new RenderFailedException(
                            RenderFailure.RENDERER_MISSING,
                            "Splash at " + properties.url() + " does not answer",
                            cause);
        };
    }
}
