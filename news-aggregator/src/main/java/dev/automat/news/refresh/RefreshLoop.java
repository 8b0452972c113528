package dev.automat.news.refresh;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

/** Reads each source when its time has come, several at once, none twice at the same time. */
@Component
final class RefreshLoop implements SmartLifecycle {

    private static final Duration TICK = Duration.ofMillis(250);

    private final Newsroom newsroom;
    private final RefreshProperties properties;
    private Disposable subscription = Disposables.disposed();

    RefreshLoop(Newsroom newsroom, RefreshProperties properties) {
        this.newsroom = newsroom;
        this.properties = properties;
    }

    @Override
    public void start() {
        newsroom.reopen();
        subscription =
                Flux.interval(Duration.ZERO, TICK)
                        .onBackpressureDrop()
                        .concatMap(_ -> newsroom.due(), 1)
                        .flatMap(newsroom::read, properties.atOnce(), 1)
                        .subscribe();
    }

    @Override
    public void stop() {
        subscription.dispose();
    }

    @Override
    public boolean isRunning() {
        return !subscription.isDisposed();
    }
}
