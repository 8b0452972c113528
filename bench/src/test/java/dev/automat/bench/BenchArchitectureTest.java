package dev.automat.bench;

import dev.automat.test.ArchitectureRules;
import org.junit.jupiter.api.Test;

class BenchArchitectureTest {

    @Test
    void followsTheStyleGuide() {
        ArchitectureRules.checkService("dev.automat.bench");
    }
}
