package dev.automat.broker.status;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** Looks at the counters once a second, for everybody who watches. */
final class LiveRates implements SmartLifecycle {

    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final RateMeter meter;
    private final Sinks.Many<RatesResponse> sink = Sinks.many().replay().latest();
    private volatile RateMeter.Rates latest;
    private @Nullable Disposable subscription;

    LiveRates(RateMeter meter) {
        this.meter = meter;
        this.latest = meter.look();
    }

    @Override
    public void start() {
        subscription =
                Flux.interval(PERIOD, Schedulers.boundedElastic())
                        .onBackpressureDrop()
                        .subscribe(_ -> look());
    }

    private void look() {
        latest = meter.look();
        var _ = sink.tryEmitNext(latest.summary());
    }

    /** The last look at once, then one a second; never completes. A slow watcher skips some. */
    Flux<RatesResponse> rates() {
        return sink.asFlux().onBackpressureLatest();
    }

    /** Channels as of now, with the rates of the last look. */
    List<ChannelResponse> channels() {
        return meter.update(latest);
    }

    /** The last look. */
    RateMeter.Rates latest() {
        return latest;
    }

    @Override
    public void stop() {
        if (subscription != null) {
            subscription.dispose();
            subscription = null;
        }
    }

    @Override
    public boolean isRunning() {
        return subscription != null;
    }
}
