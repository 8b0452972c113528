package dev.automat.reporter;

import dev.automat.test.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ReporterArchitectureTest {

    @Test
    void followsTheStyleGuide() {
        ArchitectureRules.checkLibrary("dev.automat.reporter");
    }
}
