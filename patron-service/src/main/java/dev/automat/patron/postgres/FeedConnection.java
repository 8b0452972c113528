package dev.automat.patron.postgres;

import dev.automat.patron.changefeed.EventOrigin;
import dev.automat.patron.changefeed.FeedEvent;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * What is told of one connection of a feed, whatever it is made of: that it was opened, what came,
 * and that it was lost. One that brings no heartbeats is lost, however alive it looks.
 */
final class FeedConnection {

    private static final int LOOKS_A_SILENCE = 6;

    private final long number;
    private final Silence silence;
    private final FluxSink<FeedEvent> sink;
    private final AtomicBoolean isOver = new AtomicBoolean();
    private volatile boolean isOpen;
    private volatile long lastHeard;

    /**
     * What ends a connection that says nothing.
     *
     * @param channel where heartbeats come
     * @param longest time without one
     * @param delay reset by the first one: a connection that brings none is good for nothing
     */
    record Silence(String channel, Duration longest, ReconnectDelay delay) {}

    FeedConnection(long number, Silence silence, FluxSink<FeedEvent> sink) {
        this.number = number;
        this.silence = silence;
        this.sink = sink;
    }

    long number() {
        return number;
    }

    void opened(EventOrigin origin) {
        lastHeard = System.nanoTime();
        isOpen = true;
        emit(new FeedEvent.Opened(number, origin));
    }

    boolean isHeartbeat(String channel) {
        return channel.equals(silence.channel());
    }

    void echoed(String text) {
        lastHeard = System.nanoTime();
        silence.delay().reset();
        emit(new FeedEvent.Echoed(number, text));
    }

    void emit(FeedEvent event) {
        var _ = sink.next(event);
    }

    /** Lost, or never opened; the first cause counts. */
    void end(Throwable cause) {
        if (!isOver.compareAndSet(false, true) || sink.isCancelled()) {
            return;
        }
        if (isOpen) {
            emit(new FeedEvent.Lost(number, cause));
            sink.complete();
        } else {
            sink.error(cause);
        }
    }

    /** Watches for silence until it is disposed of. */
    Disposable watch() {
        return Flux.interval(silence.longest().dividedBy(LOOKS_A_SILENCE))
                .onBackpressureDrop()
                .subscribe(_ -> endIfSilent());
    }

    private void endIfSilent() {
        if (isOpen && System.nanoTime() - lastHeard > silence.longest().toNanos()) {
            end(new SilentFeedException(silence.longest()));
        }
    }
}
