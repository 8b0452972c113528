package dev.automat.zmtp;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A JeroMQ socket on a thread of its own, the only one that may use it. */
final class JeroMqPeer implements ForeignPeer {

    private static final int TURN_MILLIS = 20;

    /**
     * JeroMQ 0.6 now and then does not notice that its own connection came up, with peers of its
     * kind as well; it tries again when this is over, after 30 seconds by default.
     */
    private static final int HANDSHAKE_MILLIS = 2_000;

    private static final long PACE_NANOS = Duration.ofMillis(2).toNanos();

    private final SocketType type;
    private final Consumer<ZMQ.Socket> security;
    private final boolean bind;
    private final int wanted;
    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CompletableFuture<Void> ended;
    private volatile boolean ending;

    /** Starts it; security is set before it binds or connects. */
    JeroMqPeer(SocketType type, boolean bind, int wanted, Consumer<ZMQ.Socket> security)
            throws Exception {
        this.type = type;
        this.security = security;
        this.bind = bind;
        this.wanted = wanted;
        ended =
                CompletableFuture.runAsync(
                        this::run, Thread.ofPlatform().name("jeromq").daemon()::start);
        port.get(20, TimeUnit.SECONDS);
    }

    private void run() {
        try (var context = new ZContext()) {
            var socket = context.createSocket(type);
            socket.setLinger(0);
            socket.setReceiveTimeOut(TURN_MILLIS);
            socket.setSendTimeOut(TURN_MILLIS);
            socket.setHandshakeIvl(HANDSHAKE_MILLIS);
            security.accept(socket);
            open(socket);
            for (int i = 0; !ending; i++) {
                turn(socket, i);
            }
        } catch (RuntimeException e) {
            port.completeExceptionally(e);
        }
    }

    private void open(ZMQ.Socket socket) {
        if (type == SocketType.SUB) {
            socket.subscribe("");
        }
        if (!bind) {
            socket.connect("tcp://127.0.0.1:" + wanted);
            port.complete(wanted);
        } else if (wanted == 0) {
            port.complete(socket.bindToRandomPort("tcp://127.0.0.1"));
        } else {
            socket.bind("tcp://127.0.0.1:" + wanted);
            port.complete(wanted);
        }
    }

    private void turn(ZMQ.Socket socket, int number) {
        if (type == SocketType.PUB || type == SocketType.PUSH) {
            socket.sendMore("foreign");
            socket.sendMore("");
            socket.send("" + number);
            LockSupport.parkNanos(PACE_NANOS);
            return;
        }
        var part = socket.recv();
        if (part != null) {
            var parts = new ArrayList<String>();
            parts.add(new String(part, StandardCharsets.UTF_8));
            while (socket.hasReceiveMore()) {
                parts.add(socket.recvStr());
            }
            received.add(String.join("|", parts));
        }
    }

    @Override
    public int port() {
        return port.join();
    }

    @Override
    public List<String> received() {
        return List.copyOf(received);
    }

    @Override
    public void close() {
        ending = true;
        ended.orTimeout(20, TimeUnit.SECONDS).join();
    }
}
