package dev.automat.brokerclient;

import dev.automat.test.ArchitectureRules;
import org.junit.jupiter.api.Test;

class BrokerClientArchitectureTest {

    @Test
    void followsTheStyleGuide() {
        ArchitectureRules.checkLibrary("dev.automat.brokerclient");
    }
}
