package dev.automat.patron.postgres;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Says which database was meant, and which properties name another. */
final class SchemaMigrationFailureAnalyzer
        extends AbstractFailureAnalyzer<SchemaMigrationException> {

    private final Environment environment;

    SchemaMigrationFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable root, SchemaMigrationException failure) {
        var url = environment.getProperty("spring.flyway.url");
        var cause = failure.getCause();
        return new FailureAnalysis(
                "The schema of %s could not be brought up to date: %s"
                        .formatted(url, cause == null ? failure.getMessage() : cause.getMessage()),
                "Start PostgreSQL there, or name another one: spring.flyway.url, .user and"
                        + " .password for the schema, spring.r2dbc.url, .username and .password"
                        + " for everything else.",
                failure);
    }
}
