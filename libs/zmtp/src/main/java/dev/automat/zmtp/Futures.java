package dev.automat.zmtp;

import io.netty.util.concurrent.Future;
import java.util.concurrent.CompletableFuture;

/** Netty's futures as the JDK's. */
final class Futures {

    private Futures() {}

    /** Completes when {@code future} is done, whether well or not. */
    static CompletableFuture<Void> of(Future<?> future) {
        var done = new CompletableFuture<Void>();
        future.addListener(_ -> done.complete(null));
        return done;
    }
}
