package dev.automat.broker;

import dev.automat.test.ArchitectureRules;
import org.junit.jupiter.api.Test;

class BrokerServiceArchitectureTest {

    @Test
    void followsTheStyleGuide() {
        ArchitectureRules.checkService("dev.automat.broker");
    }
}
