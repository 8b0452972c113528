package dev.automat.system;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.test.Tools;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(DemoSuite.class)
class MetricsFromPythonIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Suite suite;

    MetricsFromPythonIT(Suite suite) {
        this.suite = suite;
    }

    @Test
    void showsAnAppThatPublishesWithPyzmq() throws Exception {
        try (var _ =
                PythonProgram.start(
                        Tools.pythonWithZmq(),
                        "zmq_publisher.py",
                        "--endpoint",
                        "tcp://127.0.0.1:" + suite.port(5555),
                        "--color",
                        "violet")) {
            eventually("a series called violet", PATIENCE, () -> has("violet"));

            assertThat(series("violet").path("last").path("cpu").asDouble()).isEqualTo(12.5);
        }
    }

    @Test
    void showsTheDemoAppsAndTheSuiteItself() {
        for (var name :
                new String[] {
                    "red",
                    "blue",
                    "green",
                    "patron-service",
                    "patron-service-2",
                    "news-aggregator",
                    "metrics-collector",
                    "broker-service",
                    "dashboard-ui"
                }) {
            eventually("a series called " + name, PATIENCE, () -> has(name));
        }
    }

    private boolean has(String name) throws Exception {
        return !series(name).isMissingNode();
    }

    private JsonNode series(String name) throws Exception {
        for (var series : Http.json(suite.url(8088) + "/api/series")) {
            if (series.path("name").asString().equals(name)) {
                return series;
            }
        }
        return tools.jackson.databind.node.MissingNode.getInstance();
    }
}
