package dev.automat.patron.postgres;

import org.flywaydb.core.Flyway;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts off the migration: nothing may connect while beans are made. */
@Configuration(proxyBeanMethods = false)
class PostgresConfiguration {

    @Bean
    FlywayMigrationStrategy noMigrationYet() {
        return _ -> {};
    }

    @Bean
    SchemaMigration schemaMigration(Flyway flyway) {
        return new SchemaMigration(flyway);
    }
}
