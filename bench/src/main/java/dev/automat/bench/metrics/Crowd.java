package dev.automat.bench.metrics;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Viewers of a feed. All of them count bytes, which costs little; the first few also read each
 * event's {@code sent} and so tell how long it was under way, and how large an event is.
 */
final class Crowd implements AutoCloseable {

    private static final byte[] SENT = "\"sent\":".getBytes(StandardCharsets.US_ASCII);
    private static final int READERS = 4;
    private static final int MOST_DELAYS = 200_000;

    private final MultiThreadIoEventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Channel> channels = new ArrayList<>();
    private final long[] bytes;
    private final long[] delays = new long[MOST_DELAYS];
    private long events;
    private int measured;

    /** Opens a feed for each viewer, one after the other. */
    Crowd(int viewers, int port, String path) {
        bytes = new long[viewers];
        for (int i = 0; i < viewers; i++) {
            int viewer = i;
            var bootstrap =
                    new Bootstrap()
                            .group(loop)
                            .channel(NioSocketChannel.class)
                            .option(ChannelOption.TCP_NODELAY, true)
                            .handler(
                                    new ChannelInitializer<>() {
                                        @Override
                                        protected void initChannel(Channel channel) {
                                            channel.pipeline().addLast(new Viewer(viewer));
                                        }
                                    });
            var channel =
                    bootstrap
                            .connect(InetAddress.getLoopbackAddress(), port)
                            .syncUninterruptibly()
                            .channel();
            channels.add(channel);
            var request =
                    "GET "
                            + path
                            + " HTTP/1.1\r\nHost: 127.0.0.1:"
                            + port
                            + "\r\nAccept: text/event-stream\r\n\r\n";
            channel.writeAndFlush(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII))
                    .syncUninterruptibly();
        }
    }

    /** Begins to count anew. */
    void reset() {
        onLoop(() -> {
            Arrays.fill(bytes, 0);
            events = 0;
            measured = 0;
        });
    }

    /** What was counted. */
    Result result(double seconds) {
        var all = new long[bytes.length];
        var counts = new long[2];
        onLoop(() -> {
            System.arraycopy(bytes, 0, all, 0, all.length);
            counts[0] = events;
            counts[1] = measured;
        });
        var sorted = Arrays.copyOf(delays, (int) counts[1]);
        Arrays.sort(sorted);
        double ofReaders = 0;
        for (int i = 0; i < Math.min(READERS, all.length); i++) {
            ofReaders += (double) all[i];
        }
        double bytesPerEvent = counts[0] == 0 ? Double.NaN : ofReaders / counts[0];
        double least = (double) Arrays.stream(all).min().orElse(0);
        double most = (double) Arrays.stream(all).max().orElse(0);
        return new Result(
                Arrays.stream(all).sum() / bytesPerEvent / seconds,
                least / most,
                quantile(sorted, 0.5),
                quantile(sorted, 0.99),
                sorted.length == 0 ? Double.NaN : sorted[sorted.length - 1] / 1e6);
    }

    /**
     * What viewers got.
     *
     * @param perSecond deliveries
     * @param fairness the least that one got of what another got
     * @param p50 milliseconds under way
     * @param p99 the same
     * @param longest the same
     */
    record Result(double perSecond, double fairness, double p50, double p99, double longest) {}

    private static double quantile(long[] sorted, double share) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))] / 1e6;
    }

    private void onLoop(Runnable action) {
        loop.next().submit(action).syncUninterruptibly();
    }

    private final class Viewer extends SimpleChannelInboundHandler<ByteBuf> {

        private final int viewer;
        private int matched;
        private long number = -1;

        Viewer(int viewer) {
            this.viewer = viewer;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf read) {
            bytes[viewer] += read.readableBytes();
            if (viewer < READERS) {
                read.forEachByte(this::take);
            }
        }

        /** Finds {@code "sent":} and the digits after it, also across reads. */
        private boolean take(byte next) {
            if (number >= 0) {
                if (next >= '0' && next <= '9') {
                    number = number * 10 + next - '0';
                } else {
                    arrived(number);
                    number = -1;
                }
                return true;
            }
            matched = next == SENT[matched] ? matched + 1 : next == SENT[0] ? 1 : 0;
            if (matched == SENT.length) {
                matched = 0;
                number = 0;
            }
            return true;
        }

        private void arrived(long sent) {
            events++;
            if (measured < MOST_DELAYS) {
                delays[measured] = System.nanoTime() - sent;
                measured++;
            }
        }
    }

    @Override
    public void close() {
        for (var channel : channels) {
            channel.close().syncUninterruptibly();
        }
        loop.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    }
}
