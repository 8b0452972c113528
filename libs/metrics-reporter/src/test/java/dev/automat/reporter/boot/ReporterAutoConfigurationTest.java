package dev.automat.reporter.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.reporter.ReporterOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ReporterAutoConfigurationTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(ReporterAutoConfiguration.class));

    @Test
    void reportsByDefault() {
        runner.run(context ->
                assertThat(context.getBean(ReporterLifecycle.class).isRunning()).isTrue());
    }

    @Test
    void stopsWithTheApplication() {
        runner.run(context -> {
            var reporter = context.getBean(ReporterLifecycle.class);
            context.close();

            assertThat(reporter.isRunning()).isFalse();
        });
    }

    @Test
    void doesNothingWhenDisabled() {
        runner.withPropertyValues("automat.reporter.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(ReporterLifecycle.class));
    }

    @Test
    void aWrongEndpointStopsTheStartAndSaysWhatIsRight() {
        runner.withPropertyValues("automat.reporter.endpoint=127.0.0.1:5555")
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("tcp://127.0.0.1:5555"));
    }

    @Test
    void itsOwnNameGoesBeforeTheApplications() {
        assertThat(properties("red").options("orders").name()).isEqualTo("red");
        assertThat(properties("").options("orders").name()).isEqualTo("orders");
        assertThat(properties("").options("").name()).isEqualTo("application");
    }

    @Test
    void sendsTheMetersThatAreNamedWhereThereIsMicrometer() {
        var registry = new SimpleMeterRegistry();
        registry.gauge("queue.size", 7);
        runner.withBean(MeterRegistry.class, () -> registry)
                .withPropertyValues("automat.reporter.meters=queue.size,unknown")
                .run(context -> {
                    var further =
                            context.getBean(ReporterAutoConfiguration.FurtherFields.class)
                                    .addTo(ReporterOptions.named("orders"))
                                    .furtherFields()
                                    .get();
                    assertThat(further).hasToString("{queue.size=7.0}");
                });
    }

    @Test
    void reportsWithoutMicrometer() {
        runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
                .withPropertyValues("automat.reporter.meters=queue.size")
                .run(context ->
                        assertThat(context.getBean(ReporterLifecycle.class).isRunning()).isTrue());
    }

    private static ReporterProperties properties(String name) {
        return new ReporterProperties(
                true,
                name,
                ReporterOptions.DEFAULT_ENDPOINT,
                Duration.ofSeconds(1),
                ReporterOptions.DEFAULT_BACKLOG,
                List.of());
    }
}
