package dev.automat.bench.broker;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM can do at best with the frames protocol: parses all frames of a read, copies them to
 * the subscribers' connections, or to one after the other where a queue is named, flushes once a
 * read, and stops reading while one of them is full. Nothing waits, no accounting, no policies: a
 * measure, not a broker.
 */
final class BareRelay {

    private static final Map<String, List<Channel>> SUBSCRIBERS = new ConcurrentHashMap<>();
    private static final Set<Channel> PAUSED = ConcurrentHashMap.newKeySet();

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
        private List<Channel> touched = List.of();
        private int turn;
        private @Nullable Channel full;

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            if (!greeted && isComplete(in, in.readerIndex())) {
                greeted = true;
                var name = in.readCharSequence(in.readInt(), StandardCharsets.ISO_8859_1);
                subscription = name.toString();
                subscribed(subscription, context.channel());
            }
            while (greeted && hasPair(in)) {
                relay(in);
            }
            touched.forEach(Channel::flush);
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

        private void relay(ByteBuf in) {
            var name = in.readCharSequence(in.readInt(), StandardCharsets.ISO_8859_1).toString();
            var frame = in.readRetainedSlice(4 + in.getInt(in.readerIndex()));
            var subscribers = SUBSCRIBERS.getOrDefault(name, List.of());
            if (!subscribers.equals(touched)) {
                touched.forEach(Channel::flush);
                touched = subscribers;
            }
            if (name.startsWith("/queue") && !subscribers.isEmpty()) {
                turn = (turn + 1) % subscribers.size();
                write(frame, subscribers.get(turn));
            } else {
                subscribers.forEach(subscriber -> write(frame, subscriber));
            }
            frame.release();
        }

        private void write(ByteBuf frame, Channel subscriber) {
            var _ = subscriber.write(frame.retainedDuplicate(), subscriber.voidPromise());
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
