package dev.automat.metrics.remotewrite;

import dev.automat.metrics.history.SeriesLife;
import dev.automat.metrics.sample.Sample;
import dev.automat.metrics.sample.SampleListener;
import dev.automat.metrics.sample.Sender;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Sends every sample on, where a receiver is configured, and says when an app fell silent. */
@Component
final class RemoteWrite implements SampleListener, SmartLifecycle {

    /** How long the end waits for what is on its way. */
    private static final Duration FAREWELL = Duration.ofSeconds(6);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final RemoteWriteProperties properties;
    private final SeriesLife life;
    private final Clock clock;
    private final Counts counts = new Counts();
    private final Duration farewell;
    private volatile @Nullable Running running;

    @Autowired
    RemoteWrite(
            RemoteWriteProperties properties, SeriesLife life, Clock clock, MeterRegistry meters) {
        this(properties, life, clock, meters, FAREWELL);
    }

    RemoteWrite(
            RemoteWriteProperties properties,
            SeriesLife life,
            Clock clock,
            MeterRegistry meters,
            Duration farewell) {
        this.properties = properties;
        this.life = life;
        this.clock = clock;
        this.farewell = farewell;
        counts.register(meters);
        Gauge.builder("automat.metrics.remote-write.waiting", this, RemoteWrite::waiting)
                .description("Samples that wait to be sent on")
                .register(meters);
    }

    private record Running(Backlog backlog, Receiver receiver, Thread thread, Disposable looks) {}

    @Override
    public void start() {
        var url = properties.url();
        if (url == null || running != null) {
            return;
        }
        var backlog = new Backlog(properties.capacity(), counts);
        var receiver = new Receiver(properties, url);
        var writer = new RemoteWriter(properties, backlog, receiver, counts);
        var thread = Thread.ofPlatform().name("remote-write").daemon().start(writer);
        var looks =
                Flux.interval(BETWEEN_LOOKS)
                        .onBackpressureDrop()
                        .subscribe(_ -> lookForSilence(clock.instant()));
        running = new Running(backlog, receiver, thread, looks);
    }

    /** Ends the series of those who are silent by now. */
    void lookForSilence(Instant now) {
        var target = running;
        if (target != null) {
            target.backlog().endSeries(app -> life.isSilent(app, now));
        }
    }

    @Override
    public void accept(Sample sample, Sender sender, Instant receivedAt) {
        var target = running;
        if (target != null) {
            target.backlog().add(sample, receivedAt);
        }
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable callback) {
        var ending = running;
        running = null;
        if (ending == null) {
            callback.run();
            return;
        }
        ending.looks().dispose();
        ending.backlog().close();
        Thread.ofVirtual()
                .start(() -> {
                    end(ending);
                    callback.run();
                });
    }

    private void end(Running ending) {
        try {
            if (!ending.thread().join(farewell)) {
                ending.thread().interrupt();
            }
            ending.receiver().close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private int waiting() {
        var target = running;
        return target == null ? 0 : target.backlog().size();
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }
}
