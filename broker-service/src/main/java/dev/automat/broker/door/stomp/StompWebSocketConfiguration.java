package dev.automat.broker.door.stomp;

import dev.automat.broker.server.BrokerServer;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import reactor.netty.http.server.WebsocketServerSpec;

/** Opens {@code /stomp} on the HTTP port. */
@Configuration(proxyBeanMethods = false)
class StompWebSocketConfiguration implements WebFluxConfigurer {

    /** A client may send a frame of STOMP as one of WebSocket. */
    private static final int MAX_PAYLOAD_BYTES = 1 << 20;

    @Bean
    HandlerMapping stompWebSocket(BrokerServer server) {
        return new SimpleUrlHandlerMapping(
                Map.of("/stomp", new StompWebSocket(server)), Ordered.HIGHEST_PRECEDENCE);
    }

    @Override
    public WebSocketService getWebSocketService() {
        return new HandshakeWebSocketService(
                new ReactorNettyRequestUpgradeStrategy(() ->
                        WebsocketServerSpec.builder().maxFramePayloadLength(MAX_PAYLOAD_BYTES)));
    }
}
