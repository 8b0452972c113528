package dev.automat.broker.server;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.engine.Engine;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Listens at all doors and serves their connections on a few event loops. At the end it takes no
 * new connections, stops reading, writes out what subscribers are to get, says good-bye with FIN,
 * and reports what was lost.
 */
public final class BrokerServer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(BrokerServer.class);

    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration CUT_TIMEOUT = Duration.ofSeconds(1);
    private static final int ACCEPT_BACKLOG = 1_024;

    private final ServerProperties properties;
    private final List<Door> doors;
    private final Connections connections;
    private final Refusals refusals;
    private final Engine engine;
    private final PinnedMemory memory;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<String, Channel> listeners = new ConcurrentHashMap<>();
    private final Map<EventLoop, DeferredWrites> writes = new ConcurrentHashMap<>();
    private @Nullable MultiThreadIoEventLoopGroup loops;
    private volatile State state = State.STOPPED;

    /** Whether the doors are open. */
    public enum State {
        /** Not started, or stopped. */
        STOPPED,
        /** Taking connections. */
        LISTENING,
        /** Writing out what is left. */
        DRAINING
    }

    BrokerServer(
            ServerProperties properties,
            List<Door> doors,
            Connections connections,
            Refusals refusals,
            Engine engine,
            PinnedMemory memory) {
        this.properties = properties;
        this.doors = doors;
        this.connections = connections;
        this.refusals = refusals;
        this.engine = engine;
        this.memory = memory;
    }

    @Override
    public void start() {
        var transport = Transport.best();
        var group =
                new MultiThreadIoEventLoopGroup(
                        properties.eventLoopsToStart(),
                        new DefaultThreadFactory("broker"),
                        transport.io());
        loops = group;
        try {
            for (var door : doors) {
                open(door, group, transport);
            }
        } catch (DoorNotBoundException e) {
            var _ = shutDown(group);
            throw e;
        }
        var _ =
                group.next()
                        .scheduleAtFixedRate(
                                this::tick,
                                TICK.toMillis(),
                                TICK.toMillis(),
                                TimeUnit.MILLISECONDS);
        state = State.LISTENING;
    }

    private void open(Door door, MultiThreadIoEventLoopGroup group, Transport transport) {
        var address = door.address();
        var bound =
                new ServerBootstrap()
                        .group(group)
                        .channel(transport.serverChannel())
                        .option(ChannelOption.SO_BACKLOG, ACCEPT_BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childHandler(initializer(door))
                        .bind(address)
                        .awaitUninterruptibly();
        var failure = bound.cause();
        if (failure != null) {
            throw new DoorNotBoundException(door, address, failure);
        }
        listeners.put(door.name(), bound.channel());
        log.info(
                "The {} door listens on {} ({})",
                door.name(),
                bound.channel().localAddress(),
                transport.serverChannel().getSimpleName());
    }

    private ChannelInitializer<Channel> initializer(Door door) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                accept(door, channel);
            }
        };
    }

    private void accept(Door door, Channel channel) {
        long id = lastId.incrementAndGet();
        var peer = String.valueOf(channel.remoteAddress());
        if (connections.size() >= properties.maxConnections()) {
            refusals.add(
                    Refusal.TOO_MANY_CONNECTIONS, id, peer, "limit " + properties.maxConnections());
            var _ = channel.close();
            return;
        }
        var address = addressOf(channel);
        int limit = properties.maxConnectionsPerAddress();
        if (!connections.admit(address, limit)) {
            refusals.add(Refusal.TOO_MANY_FROM_ADDRESS, id, peer, "limit " + limit);
            var _ = channel.close();
            return;
        }
        var deferred = writes.computeIfAbsent(channel.eventLoop(), DeferredWrites::new);
        connections.add(id, door.accept(channel, id, deferred));
        channel.pipeline().addLast(new Departure(id, address));
    }

    private static InetAddress addressOf(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress peer
                ? peer.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    /**
     * Strikes a connection off when its own handlers are through with its end, not as soon as the
     * channel is closed: what it held is counted and given back by then.
     */
    private final class Departure extends ChannelHandlerAdapter {

        private final long id;
        private final InetAddress address;

        private Departure(long id, InetAddress address) {
            this.id = id;
            this.address = address;
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            connections.dismiss(address);
            connections.remove(id);
        }
    }

    private void tick() {
        long now = System.nanoTime();
        connections.forEach(connection -> connection.tick(now));
        relieveMemory();
    }

    /** Above the ceiling publishers are held; when that is not enough, who pins most must go. */
    private void relieveMemory() {
        if (memory.isOverrun()) {
            var worst = connections.worst();
            if (worst != null) {
                worst.refuse(Refusal.OUT_OF_MEMORY, "pinned " + worst.snapshot().pinnedBytes());
            }
        }
    }

    /** The port that a door got, or 0 when it is not open. */
    public int port(String door) {
        var listener = listeners.get(door);
        return listener != null && listener.localAddress() instanceof InetSocketAddress address
                ? address.getPort()
                : 0;
    }

    /** Whether the doors are open. */
    public State state() {
        return state;
    }

    @Override
    public void stop(Runnable callback) {
        var group = loops;
        if (group == null) {
            callback.run();
            return;
        }
        state = State.DRAINING;
        long begin = System.nanoTime();
        int before = connections.size();
        long lostBefore = connections.lost();
        var _ =
                closeListeners()
                        .thenCompose(_ -> drain(group))
                        .exceptionallyCompose(_ -> cut())
                        .handle((_, _) -> report(before, lostBefore, begin))
                        .thenCompose(_ -> shutDown(group))
                        .whenComplete((_, _) -> stopped(callback));
    }

    private CompletableFuture<Void> closeListeners() {
        var closed = listeners.values().stream().map(Channel::close).map(BrokerServer::future);
        return CompletableFuture.allOf(closed.toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> drain(MultiThreadIoEventLoopGroup group) {
        connections.forEach(Connection::stopReading);
        engine.drain();
        // What was read before must be published before anybody is found to have nothing to do.
        return onAllLoops(group)
                .thenCompose(_ -> onAllLoops(group))
                .thenRun(() -> connections.forEach(Connection::finish))
                .thenCompose(_ -> connections.whenEmpty())
                .orTimeout(properties.drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static CompletableFuture<Void> onAllLoops(MultiThreadIoEventLoopGroup group) {
        var passes = new ArrayList<CompletableFuture<Void>>();
        for (EventExecutor loop : group) {
            passes.add(CompletableFuture.runAsync(() -> {}, loop));
        }
        return CompletableFuture.allOf(passes.toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> cut() {
        connections.forEach(Connection::close);
        return connections
                .whenEmpty()
                .completeOnTimeout(null, CUT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean report(int connectionsBefore, long lostBefore, long begin) {
        long waiting = engine.discardWaiting();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        log.info(
                "Drained {} connections in {} ms; lost: {} messages that waited in channels, {} that"
                        + " connections still held",
                connectionsBefore,
                millis,
                waiting,
                connections.lost() - lostBefore);
        return true;
    }

    private static CompletableFuture<Void> shutDown(MultiThreadIoEventLoopGroup group) {
        return future(group.shutdownGracefully(0, CUT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static CompletableFuture<Void> future(Future<?> netty) {
        var future = new CompletableFuture<Void>();
        netty.addListener(_ -> future.complete(null));
        return future;
    }

    private void stopped(Runnable callback) {
        listeners.clear();
        writes.clear();
        loops = null;
        state = State.STOPPED;
        callback.run();
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return state != State.STOPPED;
    }

    /** After the web server and before it at the end, so that health tells of the draining. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 512;
    }
}
