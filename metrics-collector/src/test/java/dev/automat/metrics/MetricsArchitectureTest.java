package dev.automat.metrics;

import dev.automat.test.ArchitectureRules;
import org.junit.jupiter.api.Test;

class MetricsArchitectureTest {

    @Test
    void followsTheStyleGuide() {
        ArchitectureRules.checkService("dev.automat.metrics");
    }
}
