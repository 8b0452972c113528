package dev.automat.broker.door.stomp;

import dev.automat.broker.server.BrokerServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.tcp.TcpClient;

/**
 * Carries STOMP between a browser's WebSocket and the door's port, as bytes: one protocol, one set
 * of limits, and back-pressure on both ways. The broker sends binary messages, whose ends need not
 * be those of frames.
 */
final class StompWebSocket implements WebSocketHandler {

    private static final List<String> VERSIONS = List.of("v12.stomp", "v11.stomp", "v10.stomp");

    private final BrokerServer server;

    StompWebSocket(BrokerServer server) {
        this.server = server;
    }

    @Override
    public List<String> getSubProtocols() {
        return VERSIONS;
    }

    @Override
    public Mono<Void> handle(WebSocketSession session) {
        if (!isSameSite(session.getHandshakeInfo())) {
            return session.close(CloseStatus.POLICY_VIOLATION);
        }
        return TcpClient.newConnection()
                .remoteAddress(this::door)
                .connect()
                .flatMap(connection -> relay(session, connection));
    }

    private InetSocketAddress door() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port("stomp"));
    }

    /** A page from elsewhere must not reach the broker through a visitor's browser. */
    private static boolean isSameSite(HandshakeInfo handshake) {
        var origin = handshake.getHeaders().getOrigin();
        if (origin == null) {
            return true;
        }
        try {
            var host = URI.create(origin).getHost();
            return host != null && host.equalsIgnoreCase(handshake.getUri().getHost());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Mono<Void> relay(WebSocketSession session, Connection connection) {
        var toBroker = session.receive().concatMap(message -> written(connection, message), 0);
        var toBrowser =
                session.send(connection.inbound().receive().map(bytes -> message(session, bytes)))
                        .then(Mono.defer(session::close));
        return Mono.firstWithSignal(toBroker.then(), toBrowser)
                .doFinally(_ -> connection.dispose());
    }

    /**
     * Completes when a message is written. What the door does not take any more is forgotten: it
     * has ended the stream, and to stop reading the browser would close its socket before the last
     * frame, which says why, is on its way.
     */
    private static Mono<Void> written(Connection connection, WebSocketMessage message) {
        var bytes = NettyDataBufferFactory.toByteBuf(message.retain().getPayload());
        return connection.outbound().sendObject(bytes).then().onErrorComplete();
    }

    private static WebSocketMessage message(WebSocketSession session, ByteBuf bytes) {
        return new WebSocketMessage(WebSocketMessage.Type.BINARY, wrapped(session, bytes.retain()));
    }

    private static DataBuffer wrapped(WebSocketSession session, ByteBuf bytes) {
        if (session.bufferFactory() instanceof NettyDataBufferFactory netty) {
            return netty.wrap(bytes);
        }
        var copy = Unpooled.copiedBuffer(bytes);
        bytes.release();
        return session.bufferFactory().wrap(copy.nioBuffer());
    }
}
