package dev.automat.broker.status;

import dev.automat.broker.server.BrokerServer;
import dev.automat.broker.server.Connections;
import java.util.Locale;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up while the doors take connections. */
@Component
final class DoorsHealthIndicator implements HealthIndicator {

    private final BrokerServer server;
    private final Connections connections;

    DoorsHealthIndicator(BrokerServer server, Connections connections) {
        this.server = server;
        this.connections = connections;
    }

    @Override
    public Health health() {
        var state = server.state();
        var health = state == BrokerServer.State.LISTENING ? Health.up() : Health.outOfService();
        return health.withDetail("state", state.name().toLowerCase(Locale.ROOT))
                .withDetail("connections", connections.size())
                .build();
    }
}
