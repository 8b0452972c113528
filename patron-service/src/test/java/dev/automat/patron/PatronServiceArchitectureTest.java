package dev.automat.patron;

import dev.automat.test.ArchitectureRules;
import org.junit.jupiter.api.Test;

class PatronServiceArchitectureTest {

    @Test
    void followsTheStyleGuide() {
        ArchitectureRules.checkService("dev.automat.patron");
    }
}
