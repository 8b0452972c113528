package dev.automat.patron.changefeed;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/** Logs the database's events, away from the event loop that brought them. */
@Component
final class EventLog implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
    private static final int MOST_CHARACTERS = 500;

    private final EventStream stream;
    private @Nullable Disposable subscription;

    EventLog(EventStream stream) {
        this.stream = stream;
    }

    @Override
    public synchronized void start() {
        subscription =
                stream.events().publishOn(Schedulers.boundedElastic()).subscribe(EventLog::log);
    }

    private static void log(TableEvent event) {
        if (LOG.isInfoEnabled()) {
            LOG.info("Got DB event: {}", shorten(event.json()));
        }
    }

    private static String shorten(String json) {
        return json.length() <= MOST_CHARACTERS ? json : json.substring(0, MOST_CHARACTERS) + "…";
    }

    @Override
    public synchronized void stop() {
        if (subscription != null) {
            subscription.dispose();
            subscription = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return subscription != null;
    }

    /** Before the first event comes, and until after the last. */
    @Override
    public int getPhase() {
        return ChangeDispatcher.PHASE - 1;
    }
}
