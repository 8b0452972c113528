package dev.automat.metrics.stream;

import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The chunk of each event loop; there are few, and they live as long as the service. */
final class SharedChunks {

    private final Map<EventLoop, SharedChunk> byLoop = new ConcurrentHashMap<>();

    SharedChunk of(EventLoop loop) {
        return byLoop.computeIfAbsent(loop, _ -> new SharedChunk());
    }
}
