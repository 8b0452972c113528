package dev.automat.news.render.chromium;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps at most one browser: started when somebody needs it, started anew when it has died, closed
 * when nobody has needed it for a while. The thread {@code chromium-idle} closes it.
 */
final class BrowserKeeper {

    private static final Logger log = LoggerFactory.getLogger(BrowserKeeper.class);

    private final Function<Deadline, Browser> starter;
    private final Duration idle;
    // Held while a browser starts or closes, on purpose: who waits needs that very browser.
    private final ReentrantLock lock = new ReentrantLock();
    private final ScheduledThreadPoolExecutor timer;
    private @Nullable Browser browser;
    private @Nullable ScheduledFuture<?> closing;
    private int users;

    BrowserKeeper(Function<Deadline, Browser> starter, Duration idle) {
        this.starter = starter;
        this.idle = idle;
        this.timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("chromium-idle").factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    /** A living browser; {@link #release} must follow. */
    Browser acquire(Deadline deadline) {
        lock.lock();
        try {
            if (timer.isShutdown()) {
                throw Deadline.interrupted();
            }
            if (browser != null && !browser.isAlive()) {
                log.warn("Chromium died; a new one is started");
                browser.close();
                browser = null;
            }
            if (browser == null) {
                browser = starter.apply(deadline);
            }
            users++;
            keepOpen();
            return browser;
        } finally {
            lock.unlock();
        }
    }

    void release() {
        lock.lock();
        try {
            users--;
            if (users == 0 && !timer.isShutdown()) {
                keepOpen();
                closing = timer.schedule(this::closeIfIdle, idle.toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    private void keepOpen() {
        if (closing != null) {
            closing.cancel(false);
            closing = null;
        }
    }

    private void closeIfIdle() {
        lock.lock();
        try {
            if (users == 0) {
                closeBrowser();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The running browser's process; empty when there is none. */
    @Nullable Long pid() {
        lock.lock();
        try {
            return browser == null ? null : browser.pid();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the browser whoever uses it; the keeper is of no use afterwards. */
    void close() {
        timer.shutdownNow();
        lock.lock();
        try {
            closeBrowser();
        } finally {
            lock.unlock();
        }
    }

    private void closeBrowser() {
        if (browser != null) {
            browser.close();
            browser = null;
            log.info("Chromium closed");
        }
    }
}
