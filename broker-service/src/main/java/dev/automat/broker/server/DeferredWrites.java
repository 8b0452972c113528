package dev.automat.broker.server;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;

/**
 * What one event loop has to write. A read that feeds subscribers of the same loop collects them
 * here and serves each once, at its end; outside a read they are served as soon as the loop is
 * free. Used on that loop only.
 */
public final class DeferredWrites {

    private final EventExecutor loop;
    private final ArrayDeque<Runnable> due = new ArrayDeque<>();
    private boolean collecting;
    private boolean scheduled;

    DeferredWrites(EventExecutor loop) {
        this.loop = loop;
    }

    /** Adds a connection to be served. */
    public void add(Runnable write) {
        due.add(write);
        if (!collecting && !scheduled) {
            scheduled = true;
            loop.execute(this::serveLater);
        }
    }

    private void serveLater() {
        scheduled = false;
        collecting = true;
        serve();
    }

    /** Runs a read and then serves those it has fed. */
    public void after(Runnable read) {
        collecting = true;
        try {
            read.run();
        } finally {
            serve();
        }
    }

    private void serve() {
        try {
            // Serving one may feed others; a bound keeps the loop free for everybody else.
            for (int left = due.size() + 64; left > 0 && !due.isEmpty(); left--) {
                due.removeFirst().run();
            }
        } finally {
            collecting = false;
            if (!due.isEmpty() && !scheduled) {
                scheduled = true;
                loop.execute(this::serveLater);
            }
        }
    }
}
