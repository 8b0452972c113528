package dev.automat.news.render.chromium;

import dev.automat.news.render.AddressGuard;
import dev.automat.news.render.Page;
import dev.automat.news.render.RenderFailedException;
import dev.automat.news.render.RenderFailure;
import dev.automat.news.render.RenderProperties;
import dev.automat.news.render.RenderRequest;
import dev.automat.news.render.Renderer;
import dev.automat.news.source.RenderMode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/**
 * Renders in a Chromium of this machine, each page in a context of its own.
 *
 * <p>A render is a dialogue of a dozen steps, each waiting for the one before, so it runs on a
 * virtual thread of its own; {@code contexts} of them at once.
 */
@Component
final class ChromiumRenderer implements Renderer, SmartLifecycle {

    private final ChromiumProperties properties;
    private final RenderProperties limits;
    private final AddressGuard guard;
    private final JsonMapper mapper;
    private final Optional<Path> executable;
    private final Semaphore turns;
    private volatile @Nullable Workshop workshop;

    ChromiumRenderer(
            ChromiumProperties properties,
            RenderProperties limits,
            AddressGuard guard,
            JsonMapper mapper) {
        this.properties = properties;
        this.limits = limits;
        this.guard = guard;
        this.mapper = mapper;
        this.executable = ChromiumExecutable.find(properties.executable());
        this.turns = new Semaphore(properties.contexts(), true);
    }

    private Browser start(Deadline deadline) {
        Profiles.sweep();
        return Browser.start(
                executable.orElseThrow(),
                properties.isSandboxed(),
                limits.userAgent(),
                guard,
                mapper,
                deadline);
    }

    @Override
    public RenderMode mode() {
        return RenderMode.CHROMIUM;
    }

    @Override
    public boolean isAvailable() {
        return executable.isPresent();
    }

    @Override
    public Mono<Page> render(RenderRequest request) {
        if (!isAvailable()) {
            return Mono.error(
                    new RenderFailedException(
                            RenderFailure.RENDERER_MISSING,
                            "No Chromium was found (automat.news.chromium.executable)"));
        }
        var open = workshop;
        if (open == null) {
            return Mono.error(
                    new RenderFailedException(
                            RenderFailure.RENDERER_FAILED, "The service is not running"));
        }
        return Mono.fromCallable(() -> renderInTurn(request, open.keeper))
                .subscribeOn(open.scheduler)
                .onErrorMap(ChromiumRenderer::translate);
    }

    private Page renderInTurn(RenderRequest request, BrowserKeeper keeper)
            throws InterruptedException {
        var deadline = Deadline.in(properties.timeout());
        // A name that is unknown or blocked needs no browser.
        var _ = guard.resolve(request.url().getHost(), AddressGuard.port(request.url()));
        if (!turns.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
            throw deadline.passed();
        }
        try {
            return renderAgainIfGone(request, keeper, deadline);
        } finally {
            turns.release();
        }
    }

    private Page renderAgainIfGone(RenderRequest request, BrowserKeeper keeper, Deadline deadline) {
        try {
            return renderInBrowser(request, keeper, deadline);
        } catch (BrowserGoneException _) {
            return renderInBrowser(request, keeper, deadline);
        }
    }

    private Page renderInBrowser(RenderRequest request, BrowserKeeper keeper, Deadline deadline) {
        var browser = keeper.acquire(deadline);
        try (var tab = new Tab(browser, deadline)) {
            return tab.render(request, properties.patience(), limits.maxPageSize(), mapper);
        } finally {
            keeper.release();
        }
    }

    private static RenderFailedException translate(Throwable cause) {
        return cause instanceof RenderFailedException failure
                ? failure
                : new RenderFailedException(
                        RenderFailure.RENDERER_FAILED,
                        "Chromium failed: " + cause.getMessage(),
                        cause);
    }

    /** The running browser's process, for tests and status; null when there is none. */
    @Nullable Long browserPid() {
        var open = workshop;
        return open == null ? null : open.keeper.pid();
    }

    @Override
    public void start() {
        var threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("chromium-render-", 0).factory());
        workshop =
                new Workshop(
                        threads,
                        Schedulers.fromExecutorService(threads),
                        new BrowserKeeper(this::start, properties.idle()));
    }

    @Override
    public void stop() {
        var closing = workshop;
        workshop = null;
        if (closing != null) {
            closing.close();
        }
    }

    @Override
    public boolean isRunning() {
        return workshop != null;
    }

    /** Stops late: what refreshes sources stops before. */
    @Override
    public int getPhase() {
        return 0;
    }

    /** What exists while the service runs. */
    private record Workshop(ExecutorService threads, Scheduler scheduler, BrowserKeeper keeper) {

        void close() {
            var _ = threads.shutdownNow();
            scheduler.dispose();
            keeper.close();
        }
    }
}
