package dev.automat.broker.server;

import io.netty.util.concurrent.EventExecutor;

/** What a loop has to write, for tests of what is written. */
public final class LoopWrites {

    private LoopWrites() {}

    /** For a loop that serves a test. */
    public static DeferredWrites of(EventExecutor loop) {
        return new DeferredWrites(loop);
    }
}
