package dev.automat.news.refresh;

import dev.automat.news.extract.HeadlineExtractor;
import dev.automat.news.render.RenderFailedException;
import dev.automat.news.render.RenderFailure;
import dev.automat.news.render.RenderRequest;
import dev.automat.news.render.Renderer;
import dev.automat.news.source.CssSelector;
import dev.automat.news.source.RenderMode;
import dev.automat.news.source.Rule;
import dev.automat.news.source.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Reads a source once, with as many renderers as it takes. */
@Component
final class Reader {

    /** Which browser reads what plain HTTP does not, the better first. */
    private static final List<RenderMode> BROWSERS =
            List.of(RenderMode.CHROMIUM, RenderMode.SPLASH);

    private final Map<RenderMode, Renderer> renderers;
    private final HeadlineExtractor extractor;
    private final RefreshProperties properties;

    Reader(List<Renderer> renderers, HeadlineExtractor extractor, RefreshProperties properties) {
        this.renderers =
                renderers.stream().collect(Collectors.toMap(Renderer::mode, Function.identity()));
        this.extractor = extractor;
        this.properties = properties;
    }

    /**
     * Reads a source.
     *
     * @param remembered what served an {@link RenderMode#AUTO} source well the last time; {@link
     *     RenderMode#AUTO} when nothing is known
     * @return the best attempt; never empty and never an error
     */
    Mono<Attempt> read(Source source, RenderMode remembered) {
        return Flux.fromIterable(plan(source, remembered))
                .concatMap(mode -> attempt(source, mode), 1)
                .takeUntil(attempt -> !attempt.invitesAnother(source.minimum()))
                .reduce(Attempt::better);
    }

    private List<RenderMode> plan(Source source, RenderMode remembered) {
        if (source.render() != RenderMode.AUTO) {
            return List.of(source.render());
        }
        return remembered == RenderMode.AUTO
                ? Stream.concat(Stream.of(RenderMode.HTTP), browser().stream()).toList()
                : List.of(remembered);
    }

    private Optional<RenderMode> browser() {
        return BROWSERS.stream().filter(this::isAvailable).findFirst();
    }

    private boolean isAvailable(RenderMode mode) {
        var renderer = renderers.get(mode);
        return renderer != null && renderer.isAvailable();
    }

    private Mono<Attempt> attempt(Source source, RenderMode mode) {
        var renderer = renderers.get(mode);
        if (renderer == null) {
            return Mono.just(failed(mode, new IllegalStateException("No renderer " + mode)));
        }
        return renderer.render(request(source))
                .publishOn(Schedulers.boundedElastic())
                .map(page -> extractor.extract(source, page, properties.articles()))
                .<Attempt>map(headlines -> new Attempt.Found(mode, headlines))
                .onErrorResume(cause -> Mono.just(failed(mode, cause)));
    }

    private static RenderRequest request(Source source) {
        var awaited =
                source.rules().stream()
                        .flatMap(rule ->
                                rule instanceof Rule.Css(CssSelector item, _, _, _)
                                        ? Stream.of(item.text())
                                        : Stream.empty())
                        .toList();
        return new RenderRequest(source.url(), awaited, source.minimum());
    }

    private static Attempt failed(RenderMode mode, Throwable cause) {
        return new Attempt.Failed(
                mode,
                cause instanceof RenderFailedException failure
                        ? failure
                        : new RenderFailedException(
                                RenderFailure.RENDERER_FAILED,
                                "The page could not be read",
                                cause));
    }
}
