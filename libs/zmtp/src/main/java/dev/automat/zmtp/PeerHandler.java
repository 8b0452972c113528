package dev.automat.zmtp;

import dev.automat.zmtp.wire.Command;
import dev.automat.zmtp.wire.FrameDecoder;
import dev.automat.zmtp.wire.Frames;
import dev.automat.zmtp.wire.Greeting;
import dev.automat.zmtp.wire.Handshake;
import dev.automat.zmtp.wire.Metadata;
import dev.automat.zmtp.wire.Sealing;
import dev.automat.zmtp.wire.Violation;
import dev.automat.zmtp.wire.ZmtpViolationException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads a connection from greeting through handshake to traffic, and flushes once a read. */
final class PeerHandler extends ChannelInboundHandlerAdapter implements FrameDecoder.Sink {

    private static final Logger log = LoggerFactory.getLogger(PeerHandler.class);
    private static final int DECISECOND_MILLIS = 100;
    private static final int MAX_TIME_TO_LIVE = 65_535;

    private enum Phase {
        GREETING,
        HANDSHAKE,
        TRAFFIC
    }

    private final SocketCore core;
    private final PeerConnection connection;
    private final Channel channel;
    private final Greeting greeting;
    private final Handshake handshake;
    private final FrameDecoder decoder;
    private final FrameDecoder opened;
    private final Message message = new Message();
    private final Pulse pulse;
    private Phase phase = Phase.GREETING;
    private @Nullable Future<?> timer;

    /** Once the handshake is done, when it was one that seals what follows. */
    private @Nullable Sealing sealing;

    PeerHandler(SocketCore core, PeerConnection connection) {
        var options = core.options();
        this.core = core;
        this.connection = connection;
        channel = connection.channel();
        greeting = new Greeting(core.mechanism().wireName());
        handshake = core.mechanism().begin(new Metadata(options.type().name()));
        decoder = new FrameDecoder(channel.alloc(), core.budget(), this);
        opened = new FrameDecoder(channel.alloc(), core.budget(), new Opened());
        pulse =
                new Pulse(
                        options.heartbeat(), options.limits().messageTimeout(), System.nanoTime());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        core.opened(connection);
        if (channel.localAddress().equals(channel.remoteAddress())) {
            // TCP may connect a port picked for us with itself while nobody listens there.
            connection.close(DisconnectReason.CONNECTION_LOST);
            return;
        }
        var hello = ctx.alloc().buffer(Greeting.SIZE);
        Greeting.write(hello, core.mechanism().wireName(), isServer());
        var _ = ctx.writeAndFlush(hello, ctx.voidPromise());
        var patience = core.options().limits().handshakeTimeout();
        timer =
                ctx.executor()
                        .schedule(
                                () -> violated(Violation.HANDSHAKE_TIMEOUT, "Handshake unfinished"),
                                patience.toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    private boolean isServer() {
        return core.mechanism().isServer(connection.isInbound());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        var bytes = (ByteBuf) read;
        try {
            pulse.heard(System.nanoTime());
            core.meters().bytesReceived.add(bytes.readableBytes());
            take(bytes);
        } catch (ZmtpViolationException e) {
            violated(e.violation(), e.detail());
        } finally {
            bytes.release();
        }
    }

    private void take(ByteBuf bytes) {
        if (phase == Phase.GREETING) {
            if (!greeting.read(bytes)) {
                return;
            }
            phase = Phase.HANDSHAKE;
            handshake.open(this::write);
        }
        decoder.feed(bytes);
    }

    @Override
    public void command(ByteBuf frame) {
        if (sealing != null) {
            open(frame, sealing);
            return;
        }
        var command = Command.parse(frame);
        if (phase == Phase.HANDSHAKE) {
            var peer = handshake.receive(command, this::write);
            if (peer != null) {
                established(peer);
            }
            return;
        }
        received(command);
    }

    private void received(Command command) {
        switch (command.name()) {
            case Command.PING -> answer(command.body());
            case Command.PONG -> {} // That it was read was all there is to know.
            default -> core.pattern().received(connection, command);
        }
    }

    private void established(Metadata peer) {
        var options = core.options();
        if (!options.type().accepts(peer.socketType())) {
            throw new ZmtpViolationException(
                    Violation.SOCKET_TYPE_MISMATCH,
                    "Peer's socket is none that " + options.type() + " can talk to");
        }
        phase = Phase.TRAFFIC;
        cancelTimer();
        long interval = pulse.interval().toNanos();
        timer =
                channel.eventLoop()
                        .scheduleAtFixedRate(
                                this::checkPulse, interval, interval, TimeUnit.NANOSECONDS);
        var limits = options.limits();
        // All that the peer of a sender has to say is what it subscribes to.
        boolean sends = options.type().sends();
        int maxFrame = sends ? Command.MAX_BYTES : limits.maxFrameBytes();
        int maxMessage = sends ? Command.MAX_BYTES : limits.maxMessageBytes();
        seal(maxFrame);
        (sealing == null ? decoder : opened).allowMessages(maxFrame, maxMessage, limits.maxParts());
        connection.established(peer.socketType(), greeting.minorVersion());
        core.established(connection);
    }

    private void seal(int maxFrame) {
        var agreed = handshake.sealing();
        if (agreed == null) {
            return;
        }
        sealing = agreed;
        int sealed = (int) Math.min(Integer.MAX_VALUE, (long) maxFrame + agreed.overhead());
        decoder.allowMessages(sealed, sealed, 1);
        // What was written until now was the handshake; whatever follows passes through here.
        channel.pipeline().addFirst(new Sealer(agreed));
    }

    @Override
    public void message(ByteBuf buffer, int base, int[] offsets, int[] lengths, int parts) {
        if (phase != Phase.TRAFFIC) {
            throw new ZmtpViolationException(
                    Violation.BAD_COMMAND, "Message before the handshake was done");
        }
        if (sealing != null) {
            open(buffer.slice(base + offsets[0], lengths[0]), sealing);
        } else {
            received(buffer, base, offsets, lengths, parts);
        }
    }

    private void open(ByteBuf sealed, Sealing sealing) {
        var frame = sealing.open(channel.alloc(), sealed);
        try {
            opened.feed(frame);
        } finally {
            frame.release();
        }
    }

    private void received(ByteBuf buffer, int base, int[] offsets, int[] lengths, int parts) {
        message.point(buffer, base, offsets, lengths, parts);
        core.pattern().received(connection, message);
        message.clear();
    }

    private void answer(ByteBuf ping) {
        if (ping.readableBytes() < 2 || ping.readableBytes() > 2 + Command.MAX_PING_CONTEXT) {
            throw new ZmtpViolationException(Violation.BAD_COMMAND, "PING of a wrong size");
        }
        pulse.promised(Duration.ofMillis((long) ping.readUnsignedShort() * DECISECOND_MILLIS));
        // Who asks without reading the answers gets none, or they would pile up here.
        if (channel.isWritable()) {
            write(Frames.command(channel.alloc(), Command.PONG, ping));
        }
    }

    private void checkPulse() {
        long now = System.nanoTime();
        if (!channel.config().isAutoRead()) {
            pulse.heard(now);
        }
        boolean answers = connection.minorVersion() > 0;
        if (isStuck(now)) {
            violated(Violation.MESSAGE_TIMEOUT, "Message unfinished");
        } else if (pulse.isSilent(answers, now)) {
            violated(Violation.SILENT, "Peer not heard of in time");
        } else if (answers && pulse.wantsAnswer(now) && channel.isWritable()) {
            ping();
        }
    }

    private boolean isStuck(long now) {
        // A message of many sealed frames comes along only when it is complete.
        var slowest = opened.isUnfinished() ? opened : decoder;
        return pulse.isStuck(slowest.isUnfinished(), slowest.units(), now);
    }

    private void ping() {
        long deciseconds = core.options().heartbeat().longer().toMillis() / DECISECOND_MILLIS;
        var timeToLive = Unpooled.copyShort(Math.clamp(deciseconds, 1, MAX_TIME_TO_LIVE));
        connection.sendNow(Frames.command(channel.alloc(), Command.PING, timeToLive));
    }

    private void write(ByteBuf frames) {
        var _ = channel.write(frames, channel.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        core.meters().messagesReceived.add(connection.takeReceived());
        ctx.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable()) {
            connection.outbox().schedule();
        }
    }

    private void violated(Violation violation, String detail) {
        decoder.close();
        opened.close();
        connection.close(violation, detail);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            log.error("Connection {} failed", connection.id(), cause);
        }
        connection.close(DisconnectReason.CONNECTION_LOST);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        cancelTimer();
        decoder.close();
        opened.close();
        core.meters().messagesReceived.add(connection.takeReceived());
        core.closed(connection);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** Takes what was in sealed frames. */
    private final class Opened implements FrameDecoder.Sink {

        @Override
        public void message(ByteBuf buffer, int base, int[] offsets, int[] lengths, int parts) {
            received(buffer, base, offsets, lengths, parts);
        }

        @Override
        public void command(ByteBuf frame) {
            received(Command.parse(frame));
        }
    }
}
