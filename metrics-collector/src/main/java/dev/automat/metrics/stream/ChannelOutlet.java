package dev.automat.metrics.stream;

import dev.automat.metrics.hub.FeedOutlet;
import dev.automat.metrics.hub.FeedSubscription;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Writes one client's events into its channel, at most one chunk at a time: while the socket takes
 * none, what waits stays in the mailbox, which is bounded.
 *
 * <p>Everything but the entry points runs on the channel's event loop.
 */
final class ChannelOutlet implements FeedOutlet {

    private static final int CHUNK_BYTES = 32 * 1024;

    private static final String OPENING = ": open\n\n";

    private final Sinks.Empty<Publisher<DataBuffer>> end = Sinks.empty();
    private final long maxUnsentBytes;
    private volatile @Nullable Stream stream;

    /** Takes no more from the mailbox while the system has so much that it could not send yet. */
    ChannelOutlet(long maxUnsentBytes) {
        this.maxUnsentBytes = maxUnsentBytes;
    }

    /** Names the channel; nothing is written to it before the head of the answer. */
    void attach(Channel channel, FeedSubscription subscription) {
        // Only Linux's own transport knows it; elsewhere the system decides.
        channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, maxUnsentBytes);
        stream = new Stream(channel, subscription);
    }

    /**
     * A body that begins with a comment and completes when the stream ends.
     *
     * <p>WebFlux sends no head before the body's first element. By the time that element's content
     * is asked for, the head is on its way, so events may follow.
     */
    Flux<Publisher<DataBuffer>> body(DataBufferFactory buffers) {
        var opening =
                Mono.fromSupplier(() -> buffers.wrap(OPENING.getBytes(StandardCharsets.US_ASCII)))
                        .<DataBuffer>map(comment -> comment)
                        .doOnSubscribe(_ -> onStream(Stream::open));
        return Flux.<Publisher<DataBuffer>>concat(Mono.just(opening), end.asMono())
                .doFinally(_ -> onStream(Stream::close));
    }

    @Override
    public void wake() {
        onStream(Stream::drain);
    }

    @Override
    public void end() {
        onStream(attached -> {
            attached.close();
            var _ = end.tryEmitEmpty();
        });
    }

    @Override
    public void abandon() {
        onStream(Stream::abandon);
    }

    private void onStream(Consumer<Stream> action) {
        var attached = stream;
        if (attached != null) {
            attached.channel.eventLoop().execute(() -> action.accept(attached));
        }
    }

    private static final class Stream {

        private final Channel channel;
        private final FeedSubscription subscription;
        private boolean open;
        private boolean writing;

        Stream(Channel channel, FeedSubscription subscription) {
            this.channel = channel;
            this.subscription = subscription;
        }

        void open() {
            open = true;
            drain();
        }

        /** From here on the channel may carry another answer. */
        void close() {
            open = false;
        }

        void abandon() {
            var _ = channel.close();
        }

        void drain() {
            if (!open || writing) {
                return;
            }
            var chunk = subscription.take(CHUNK_BYTES);
            if (chunk.hasRemaining()) {
                writing = true;
                channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(chunk)))
                        .addListener(this::written);
            }
        }

        private void written(Future<? super Void> write) {
            writing = false;
            if (write.isSuccess()) {
                drain();
            }
        }
    }
}
