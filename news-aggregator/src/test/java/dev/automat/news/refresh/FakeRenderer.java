package dev.automat.news.refresh;

import dev.automat.news.render.Page;
import dev.automat.news.render.RenderFailedException;
import dev.automat.news.render.RenderFailure;
import dev.automat.news.render.RenderRequest;
import dev.automat.news.render.Renderer;
import dev.automat.news.source.RenderMode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Brings the pages it was given, and remembers what it was asked for. */
final class FakeRenderer implements Renderer {

    private final RenderMode mode;
    private final Map<URI, Supplier<Mono<Page>>> answers = new ConcurrentHashMap<>();
    private final List<URI> asked = new ArrayList<>();
    private boolean isAvailable = true;

    FakeRenderer(RenderMode mode) {
        this.mode = mode;
    }

    void answer(URI url, String... titles) {
        var html = new StringBuilder();
        for (var title : titles) {
            html.append("<h1><a href='/%s'>%s</a></h1>".formatted(title, title));
        }
        answers.put(url, () -> Mono.just(new Page(url, html.toString())));
    }

    void fail(URI url, RenderFailure failure) {
        answers.put(url, () -> Mono.error(new RenderFailedException(failure, "as told")));
    }

    void answerWith(URI url, Mono<Page> page) {
        answers.put(url, () -> page);
    }

    void remove() {
        isAvailable = false;
    }

    List<URI> asked() {
        return List.copyOf(asked);
    }

    @Override
    public RenderMode mode() {
        return mode;
    }

    @Override
    public boolean isAvailable() {
        return isAvailable;
    }

    @Override
    public Mono<Page> render(RenderRequest request) {
        asked.add(request.url());
        var answer = answers.get(request.url());
        return answer == null
                ? Mono.error(new RenderFailedException(RenderFailure.DNS, "unknown"))
                : answer.get();
    }
}
