package dev.automat.metrics.stream;

import dev.automat.metrics.hub.FeedChunk;
import dev.automat.metrics.hub.FeedOutlet;
import dev.automat.metrics.hub.FeedSubscription;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpServerCodec;
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
    private final SharedChunks shared;
    private volatile @Nullable Stream stream;

    /** Takes no more from the mailbox while the system has so much that it could not send yet. */
    ChannelOutlet(long maxUnsentBytes, SharedChunks shared) {
        this.maxUnsentBytes = maxUnsentBytes;
        this.shared = shared;
    }

    /**
     * Names the channel; nothing is written to it before the head of the answer.
     *
     * @param isChunked whether the answer's body is in HTTP/1.1's chunked coding
     */
    void attach(Channel channel, boolean isChunked, FeedSubscription subscription) {
        // Only Linux's own transport knows it; elsewhere the system decides.
        channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, maxUnsentBytes);
        var codec = isChunked ? channel.pipeline().context(HttpServerCodec.class) : null;
        var chunk = shared.of(channel.eventLoop());
        stream = new Stream(channel, codec, chunk, subscription);
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

        /** Past this handler bytes go out as they are; null where it must frame them. */
        private final @Nullable ChannelHandlerContext codec;

        private final SharedChunk shared;
        private final FeedSubscription subscription;
        private boolean open;
        private boolean writing;
        private boolean wokenWhileWriting;

        Stream(
                Channel channel,
                @Nullable ChannelHandlerContext codec,
                SharedChunk shared,
                FeedSubscription subscription) {
            this.channel = channel;
            this.codec = codec;
            this.shared = shared;
            this.subscription = subscription;
        }

        void open() {
            open = true;
            shared.open();
            drain();
        }

        /** From here on the channel may carry another answer. */
        void close() {
            if (open) {
                open = false;
                shared.close();
            }
        }

        void abandon() {
            var _ = channel.close();
        }

        void drain() {
            if (!open || writing) {
                wokenWhileWriting = writing;
                return;
            }
            var chunk = subscription.take(CHUNK_BYTES, shared.last());
            if (!chunk.isEmpty()) {
                writing = true;
                write(chunk).addListener(this::written);
            }
        }

        private ChannelFuture write(FeedChunk chunk) {
            return codec == null
                    ? channel.writeAndFlush(
                            new DefaultHttpContent(shared.content(chunk, channel.alloc())))
                    : codec.writeAndFlush(shared.framed(chunk, channel.alloc()));
        }

        /**
         * What came meanwhile waits until the others had their turn: all then get the same again,
         * and a chunk is encoded once.
         */
        private void written(Future<? super Void> write) {
            writing = false;
            if (!write.isSuccess()) {
                return;
            }
            if (wokenWhileWriting) {
                wokenWhileWriting = false;
                channel.eventLoop().execute(this::drain);
            } else {
                subscription.wake();
            }
        }
    }
}
