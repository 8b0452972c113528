package dev.automat.janus;

import dev.automat.test.ArchitectureRules;
import org.junit.jupiter.api.Test;

class JanusArchitectureTest {

    @Test
    void followsTheStyleGuide() {
        ArchitectureRules.checkLibrary("dev.automat.janus");
    }
}
