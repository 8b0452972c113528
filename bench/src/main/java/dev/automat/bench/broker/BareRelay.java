package dev.automat.bench.broker;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM can do at best with the frames protocol: copies all messages of a read together, or by
 * turns into one pile for each worker where a queue is named, writes and flushes them once a read,
 * and stops reading while one of the subscribers is full. Nothing waits, no accounting, no
 * policies: a measure, not a broker.
 */
final class BareRelay {

    private static final Map<String, List<Channel>> SUBSCRIBERS = new ConcurrentHashMap<>();
    private static final Set<Channel> PAUSED = ConcurrentHashMap.newKeySet();
    private static final ByteBuf[] NO_PILES = {};

    private BareRelay() {}

    /**
     * Relays until it is ended.
     *
     * @param arguments the port to bind on loopback
     */
    public static void main(String[] arguments) throws InterruptedException {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends ServerChannel> type =
                epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        var address =
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(2, io))
                .channel(type)
                .childHandler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline().addLast(new Relay());
                            }
                        })
                .bind(address)
                .sync();
    }

    private static final class Relay extends ByteToMessageDecoder {

        private boolean greeted;
        private String subscription = "";
        private String name = "";
        private ByteBuf nameBytes = Unpooled.EMPTY_BUFFER;
        private List<Channel> subscribers = List.of();
        private ByteBuf[] piles = NO_PILES;
        private int turn;
        private @Nullable Channel full;

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            if (!greeted && isComplete(in, in.readerIndex())) {
                greeted = true;
                var greeting = in.readCharSequence(in.readInt(), StandardCharsets.ISO_8859_1);
                subscription = greeting.toString();
                subscribed(subscription, context.channel());
            }
            subscribers = SUBSCRIBERS.getOrDefault(name, List.of());
            while (greeted && hasPair(in)) {
                pile(in);
            }
            write();
            var stalled = full;
            full = null;
            if (stalled != null) {
                pause(context.channel(), stalled);
            }
        }

        private static void pause(Channel publisher, Channel stalled) {
            publisher.config().setAutoRead(false);
            PAUSED.add(publisher);
            // It may have been emptied before it could know of this publisher.
            if (stalled.isWritable() || !stalled.isActive()) {
                resumeAll();
            }
        }

        private static void resumeAll() {
            PAUSED.forEach(publisher -> {
                PAUSED.remove(publisher);
                publisher.config().setAutoRead(true);
            });
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (context.channel().isWritable()) {
                resumeAll();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            left(subscription, context.channel());
            resumeAll();
            super.channelInactive(context);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }

        private static boolean hasPair(ByteBuf in) {
            int start = in.readerIndex();
            return isComplete(in, start) && isComplete(in, start + 4 + in.getInt(start));
        }

        private static boolean isComplete(ByteBuf in, int at) {
            return in.writerIndex() - at >= 4 && in.writerIndex() - at - 4 >= in.getInt(at);
        }

        /** Copies a message to those that the same read brought for its channel. */
        private void pile(ByteBuf in) {
            int length = in.readInt();
            int start = in.readerIndex();
            in.skipBytes(length);
            if (length != nameBytes.readableBytes()
                    || !ByteBufUtil.equals(in, start, nameBytes, 0, length)) {
                write();
                nameBytes = Unpooled.copiedBuffer(in.slice(start, length));
                name = nameBytes.toString(StandardCharsets.ISO_8859_1);
                subscribers = SUBSCRIBERS.getOrDefault(name, List.of());
            }
            int size = 4 + in.getInt(in.readerIndex());
            if (!subscribers.isEmpty()) {
                next(in, size).writeBytes(in, in.readerIndex(), size);
            }
            in.skipBytes(size);
        }

        /** The pile of all subscribers, or of the worker whose turn it is. */
        private ByteBuf next(ByteBuf in, int size) {
            if (piles.length == 0) {
                piles = new ByteBuf[name.startsWith("/queue") ? subscribers.size() : 1];
                Arrays.setAll(
                        piles,
                        _ -> in.alloc().directBuffer(size + in.readableBytes() / piles.length));
            }
            turn = turn + 1 < piles.length ? turn + 1 : 0;
            return piles[turn];
        }

        private void write() {
            for (int i = 0; i < piles.length; i++) {
                if (piles.length == 1) {
                    var pile = piles[i];
                    subscribers.forEach(subscriber -> write(pile.retainedDuplicate(), subscriber));
                    pile.release();
                } else {
                    write(piles[i], subscribers.get(i));
                }
            }
            piles = NO_PILES;
        }

        private void write(ByteBuf pile, Channel subscriber) {
            var _ = subscriber.writeAndFlush(pile, subscriber.voidPromise());
            full = subscriber.isWritable() ? full : subscriber;
        }

        private static void subscribed(String name, Channel channel) {
            SUBSCRIBERS.merge(
                    name,
                    List.of(channel),
                    (known, more) -> Stream.concat(known.stream(), more.stream()).toList());
        }

        private static void left(String name, Channel channel) {
            SUBSCRIBERS.computeIfPresent(
                    name,
                    (_, known) -> known.stream().filter(each -> !each.equals(channel)).toList());
        }
    }
}
