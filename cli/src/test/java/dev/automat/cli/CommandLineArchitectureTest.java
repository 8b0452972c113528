package dev.automat.cli;

import dev.automat.test.ArchitectureRules;
import org.junit.jupiter.api.Test;

class CommandLineArchitectureTest {

    @Test
    void followsTheStyleGuide() {
        ArchitectureRules.checkService("dev.automat.cli");
    }
}
