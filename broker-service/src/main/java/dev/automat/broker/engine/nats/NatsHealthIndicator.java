package dev.automat.broker.engine.nats;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down while publishers wait for NATS; the doors are open all the same. */
final class NatsHealthIndicator implements HealthIndicator {

    private final NatsLink link;

    NatsHealthIndicator(NatsLink link) {
        this.link = link;
    }

    @Override
    public Health health() {
        return link.usable() == null
                ? Health.down().withDetail("reason", link.reason()).build()
                : Health.up().build();
    }
}
