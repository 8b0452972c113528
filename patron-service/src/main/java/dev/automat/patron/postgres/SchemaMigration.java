package dev.automat.patron.postgres;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.context.SmartLifecycle;

/** Brings the schema up to date, before anything asks the database and after all beans are made. */
final class SchemaMigration implements SmartLifecycle {

    private final Flyway flyway;
    private volatile boolean running;

    SchemaMigration(Flyway flyway) {
        this.flyway = flyway;
    }

    @Override
    public void start() {
        try {
            var _ = flyway.migrate();
        } catch (FlywayException e) {
            throw new SchemaMigrationException(e);
        }
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
