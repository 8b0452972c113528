package dev.automat.dashboard;

import dev.automat.test.ArchitectureRules;
import org.junit.jupiter.api.Test;

class DashboardArchitectureTest {

    @Test
    void followsTheStyleGuide() {
        ArchitectureRules.checkService("dev.automat.dashboard");
    }
}
